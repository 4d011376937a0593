// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.agentbinary.api.AgentBinarySource;
import io.facet.agentbinary.api.AgentBinaryUpload;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.AgentVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.store.testing.PostgresStoreRule;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** What is stored here: entries, archives, and how uploads become both. */
@RunWith(Parameterized.class)
public class AgentBinaryServiceTest {

    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final AgentBinarySource NOWHERE = new AgentBinarySource("", "", false, "", "");

    @Parameterized.Parameters(name = "{0}")
    public static List<Object[]> databases() {
        return List.of(new Object[] {"SQLite", new StoreRule()}, new Object[] {"PostgreSQL", new PostgresStoreRule()});
    }

    @Rule
    public final StoreRule store;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private AgentBinaryServiceImpl service;

    public AgentBinaryServiceTest(String database, StoreRule store) {
        this.store = store;
    }

    @Before
    public void startService() {
        service = new AgentBinaryServiceImpl(store.store(), config(Map.of()));
    }

    @After
    public void stopService() {
        service.deactivate();
    }

    private AgentBinaryConfig config(Map<String, Object> values) {
        return TestConfig.of(dir(), values);
    }

    private Path dir() {
        return folder.getRoot().toPath().resolve("agent-binaries");
    }

    @Test
    public void binariesAreFoundInTheOrderTheyWereStored() {
        upload("4.0-beta5-centos-amd64", "c");
        upload("4.0-beta5-ubuntu-amd64", "a");
        upload("4.0.1-ubuntu-amd64", "n");
        upload("4.0-beta5-ubuntu-arm64", "r");

        assertThat(find("4.0-beta5", "", ""))
                .containsExactly("4.0-beta5-centos-amd64", "4.0-beta5-ubuntu-amd64", "4.0-beta5-ubuntu-arm64");
        assertThat(find("4.0-beta5", "ubuntu", "")).containsExactly("4.0-beta5-ubuntu-amd64", "4.0-beta5-ubuntu-arm64");
        assertThat(find("4.0-beta5", "", "amd64")).containsExactly("4.0-beta5-centos-amd64", "4.0-beta5-ubuntu-amd64");
        assertThat(find("4.0-beta5", "ubuntu", "arm64")).containsExactly("4.0-beta5-ubuntu-arm64");
        assertThat(find("4.0.1", "", "")).containsExactly("4.0.1-ubuntu-amd64");
        assertThat(find("4.0.2", "", "")).isEmpty();
    }

    @Test
    public void zeroNumberFindsNothing() {
        upload("0.0.0-ubuntu-amd64", "zero");
        upload("4.0.0-ubuntu-amd64", "four");

        assertThat(find("0.0.0", "", "")).isEmpty();
    }

    @Test
    public void ubuntuBinariesAreThoseOfASeriesUnlessItHasItsOwn() {
        upload("2.8.1-ubuntu-amd64", "os");
        upload("2.8.1-bionic-arm64", "series");
        upload("2.8.1-ubuntu-arm64", "os arm");
        upload("2.8.1-centos-amd64", "other");

        assertThat(find("2.8.1", "bionic", "")).containsExactly("2.8.1-bionic-amd64", "2.8.1-bionic-arm64");
        assertThat(find("2.8.1", "centos7", "")).isEmpty();
        assertThat(text("2.8.1-bionic-amd64")).isEqualTo("os");
        assertThat(text("2.8.1-bionic-arm64")).isEqualTo("series");
        assertThat(text("2.8.1-jammy-arm64")).isEqualTo("os arm");
    }

    @Test
    public void anEntryThatCannotBeUnderstoodIsAnError() {
        store.write(MODEL, tx -> {
            try (PreparedStatement insert = tx.connection()
                    .prepareStatement("INSERT INTO agent_binary VALUES ('four', 'ubuntu', 'amd64', 'aa', 1, 1)")) {
                return insert.executeUpdate();
            }
        });

        assertThatThrownBy(() -> find("4.0.1", "", ""))
                .isInstanceOf(FacetException.class)
                .hasMessage("unexpected bad version \"four-ubuntu-amd64\" of agent binary in storage:"
                        + " invalid binary version \"four-ubuntu-amd64\"");
    }

    @Test
    public void uploadIsStoredUnderItsHashForTheOwnerOnly() throws IOException {
        AgentBinary stored = upload("4.0.1-ubuntu-amd64", "archive");

        assertThat(stored.size()).isEqualTo(7);
        assertThat(stored.sha256()).isEqualTo("0eb3e36bfb24dcd9bb1d1bece1531216b59539a8fde17ee80224af0653c92aa3");
        assertThat(files()).containsExactly(stored.sha256());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir().resolve(stored.sha256()))))
                .isEqualTo("rw-------");
        assertThat(text("4.0.1-ubuntu-amd64")).isEqualTo("archive");
    }

    @Test
    public void sameVersionReplacesTheArchiveThatNothingElseNeeds() throws IOException {
        AgentBinary shared = upload("4.0.1-ubuntu-amd64", "old");
        upload("4.0.1-ubuntu-arm64", "old");
        AgentBinary second = upload("4.0.1-ubuntu-amd64", "new");

        assertThat(text("4.0.1-ubuntu-amd64")).isEqualTo("new");
        assertThat(text("4.0.1-ubuntu-arm64")).isEqualTo("old");
        assertThat(find("4.0.1", "", "")).containsExactly("4.0.1-ubuntu-amd64", "4.0.1-ubuntu-arm64");
        assertThat(files()).containsExactlyInAnyOrder(shared.sha256(), second.sha256());

        upload("4.0.1-ubuntu-arm64", "new");

        assertThat(files()).containsExactly(second.sha256());
    }

    @Test
    public void archiveThatIsOpenCanBeReadToItsEndAfterItWasReplaced() throws IOException {
        upload("4.0.1-ubuntu-amd64", "old");
        try (AgentBinaryArchive open = open("4.0.1-ubuntu-amd64")) {
            upload("4.0.1-ubuntu-amd64", "new");

            assertThat(new String(open.content().readAllBytes(), UTF_8)).isEqualTo("old");
        }
    }

    @Test
    public void emptyUploadIsRefusedAndLeavesNothing() throws IOException {
        try (AgentBinaryUpload upload = service.upload(MODEL, AgentBinaryVersion.parse("4.0.1-ubuntu-amd64"))) {
            assertRefused(upload::finish, ErrorCode.BAD_REQUEST, "no agent binaries uploaded");
        }

        assertThat(files()).isEmpty();
        assertThat(find("4.0.1", "", "")).isEmpty();
    }

    @Test
    public void uploadThatIsTooLargeIsRefusedAndLeavesNothing() throws IOException {
        service.modified(config(Map.of("max_archive_bytes", 5L)));
        try (AgentBinaryUpload upload = service.upload(MODEL, AgentBinaryVersion.parse("4.0.1-ubuntu-amd64"))) {
            upload.write(bytes("abc"));

            assertThatThrownBy(() -> upload.write(bytes("def")))
                    .isInstanceOf(FacetException.class)
                    .hasMessage("the archive is larger than the 5 bytes that are allowed");
        }

        assertThat(files()).isEmpty();
    }

    @Test
    public void uploadsBeyondTheirNumberAreToTryAgain() {
        service.modified(config(Map.of("max_uploads", 1)));
        AgentBinaryUpload first = service.upload(MODEL, AgentBinaryVersion.parse("4.0.1-ubuntu-amd64"));

        assertThatThrownBy(() -> service.upload(MODEL, AgentBinaryVersion.parse("4.0.2-ubuntu-amd64")))
                .isInstanceOf(FacetException.class)
                .hasMessageContaining("max.uploads");

        first.close();
        upload("4.0.2-ubuntu-amd64", "now");
    }

    @Test
    public void whatIsNowhereIsNotFound() {
        assertRefused(
                () -> service.open(MODEL, NOWHERE, AgentBinaryVersion.parse("4.0.1-ubuntu-amd64")),
                ErrorCode.NOT_FOUND,
                "no agent binaries available");
    }

    @Test
    public void storedBinariesOutliveARestart() {
        upload("4.0.1-ubuntu-amd64", "archive");
        service.deactivate();
        store.reopen();
        startService();

        assertThat(text("4.0.1-ubuntu-amd64")).isEqualTo("archive");
    }

    @Test
    public void uploadThatBeganBeforeASuccessorStartedIsFoundByIt() {
        AgentBinaryServiceImpl old = service;
        try (AgentBinaryUpload upload = old.upload(MODEL, AgentBinaryVersion.parse("4.0.1-ubuntu-amd64"))) {
            upload.write(bytes("begun "));
            startService();
            upload.write(bytes("before"));
            TestConfig.join(upload.finish());
        }
        old.deactivate();

        assertThat(text("4.0.1-ubuntu-amd64")).isEqualTo("begun before");
    }

    @Test
    public void instancesSideBySideDoNotDeleteWhatTheOtherKeeps() {
        AgentBinaryServiceImpl old = service;
        startService();
        List<CompletableFuture<Void>> uploads = Stream.of(old, service)
                .map(instance -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 50; i++) {
                        upload(instance, "4.0." + i % 2 + "-ubuntu-amd64", i % 3 == 0 ? "one" : "other");
                    }
                }))
                .toList();
        uploads.forEach(CompletableFuture::join);
        old.deactivate();

        assertThat(List.of(text("4.0.0-ubuntu-amd64"), text("4.0.1-ubuntu-amd64")))
                .allMatch(List.of("one", "other")::contains);
    }

    @Test
    public void settingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Settings.of(config(Map.of("max_fetches", 0))))
                .hasMessage("io.facet.agentbinary: max.fetches = 0 must be between 1 and 1000");
        assertThatThrownBy(() -> Settings.of(config(Map.of("default_source_url", "streams"))))
                .hasMessageContaining("default.source.url = streams must be a URL");
        assertThatThrownBy(() -> Settings.of(config(Map.of("default_source_key_file", "/nope"))))
                .hasMessageContaining("default.source.key.file = /nope must be a readable file");
    }

    private AgentBinary upload(String version, String content) {
        return upload(service, version, content);
    }

    private static AgentBinary upload(AgentBinaryServiceImpl service, String version, String content) {
        try (AgentBinaryUpload upload = service.upload(MODEL, AgentBinaryVersion.parse(version))) {
            for (char part : content.toCharArray()) {
                upload.write(bytes(String.valueOf(part)));
            }
            return TestConfig.join(upload.finish());
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private AgentBinaryArchive open(String version) {
        return TestConfig.join(service.open(MODEL, NOWHERE, AgentBinaryVersion.parse(version)));
    }

    private String text(String version) {
        try (AgentBinaryArchive archive = open(version)) {
            return new String(archive.content().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> find(String number, String os, String arch) {
        AgentBinaryQuery query = new AgentBinaryQuery(AgentVersion.parse(number), os, arch);
        return store.read(tx -> service.find(tx, query)).stream()
                .map(binary -> binary.version().toString())
                .toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(dir())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }

    private static void assertRefused(
            java.util.function.Supplier<? extends java.util.concurrent.CompletionStage<?>> call,
            ErrorCode code,
            String message) {
        assertThatThrownBy(() -> TestConfig.join(call.get())).isInstanceOfSatisfying(FacetException.class, refusal -> {
            assertThat(refusal).hasMessage(message);
            assertThat(refusal.code()).isEqualTo(code);
        });
    }
}
