// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.agentbinary.api.AgentBinarySource;
import io.facet.agentbinary.api.AgentBinaryUpload;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.AgentVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.simplestreams.Limits;
import io.facet.simplestreams.testing.SigningKey;
import io.facet.simplestreams.testing.StreamsMirror;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is searched and fetched in streams, from a mirror that is good or bad. */
public class StreamsTest {

    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final byte[] ARCHIVE = "the archive".getBytes(UTF_8);
    private static final AgentBinaryVersion VERSION = AgentBinaryVersion.parse("4.0.1-ubuntu-amd64");

    @Rule
    public final StoreRule store = new StoreRule();

    @Rule
    public final StreamsMirror mirror = new StreamsMirror();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** What each stream offers. */
    private final Map<String, List<AgentBinary>> offers = new LinkedHashMap<>();

    private final Map<String, Object> settings = new HashMap<>();
    private AgentBinaryServiceImpl service;

    @Before
    public void startService() {
        Limits limits = Limits.DEFAULT.withRetryDelay(Duration.ofMillis(5)).withKeeping(Duration.ZERO, Duration.ZERO);
        service = new AgentBinaryServiceImpl(store.store(), config(), limits);
    }

    @After
    public void stopService() {
        service.deactivate();
    }

    private AgentBinaryConfig config() {
        return TestConfig.of(dir(), settings);
    }

    private Path dir() {
        return folder.getRoot().toPath().resolve("agent-binaries");
    }

    private AgentBinarySource source() {
        return new AgentBinarySource(mirror.url(), "", false, "", "");
    }

    // What is found

    @Test
    public void binariesOfTheReleasedStreamAreFoundSorted() {
        offer("released", "4.0.1-ubuntu-s390x", "4.0.1-ubuntu-amd64", "4.0.2-ubuntu-amd64");
        offer("devel", "4.0.1-ubuntu-arm64");

        assertThat(search("4.0.1", "", "")).containsExactly("4.0.1-ubuntu-amd64", "4.0.1-ubuntu-s390x");
        assertThat(search("4.0.1", "ubuntu", "s390x")).containsExactly("4.0.1-ubuntu-s390x");
    }

    @Test
    public void preReleasesAndDevelopmentModelsSearchTheDevelStreamFirst() {
        offer("released", "4.0.1-ubuntu-amd64");
        offer("devel", "4.0-beta5-ubuntu-amd64", "4.0.1-ubuntu-arm64", "4.0.1.2-ubuntu-amd64");

        assertThat(search("4.0-beta5", "", "")).containsExactly("4.0-beta5-ubuntu-amd64");
        assertThat(search("4.0.1.2", "", "")).containsExactly("4.0.1.2-ubuntu-amd64");
        assertThat(search(new AgentBinarySource(mirror.url(), "released", true, "", ""), "4.0.1", "", ""))
                .containsExactly("4.0.1-ubuntu-amd64", "4.0.1-ubuntu-arm64");
    }

    @Test
    public void streamsAreTheseAndThoseBehindThem() {
        AgentVersion release = AgentVersion.parse("4.0.1");

        assertThat(StreamNames.of("", release, false)).containsExactly("released");
        assertThat(StreamNames.of("released", release, true)).containsExactly("devel", "proposed", "released");
        assertThat(StreamNames.of("proposed", release, false)).containsExactly("proposed", "released");
        assertThat(StreamNames.of("devel", release, false)).containsExactly("devel", "proposed", "released");
        assertThat(StreamNames.of("testing", release, false))
                .containsExactly("testing", "devel", "proposed", "released");
        assertThat(StreamNames.of("mine", release, true)).containsExactly("mine");
    }

    @Test
    public void earlierStreamWinsForAVersion() {
        AgentBinary proposed = new AgentBinary(VERSION, "aa", 1);
        offers.put("proposed", List.of(proposed));
        offers.put("released", List.of(new AgentBinary(VERSION, "bb", 2)));
        publish();

        assertThat(TestConfig.join(service.search(query("4.0.1", "", ""), source().withStream("proposed"), List.of())))
                .containsExactly(proposed);
    }

    @Test
    public void zeroNumberFindsAllThatEndInZero() {
        offer("released", "4.0.1-ubuntu-amd64", "3.0.7-ubuntu-amd64", "3.6.1-ubuntu-amd64");

        assertThat(search("0.0.0", "", "")).containsExactly("3.0.7-ubuntu-amd64", "4.0.1-ubuntu-amd64");
    }

    @Test
    public void storedBinariesComeFirstAndAreNotListedTwice() {
        offer("released", "4.0.1-ubuntu-amd64", "4.0.1-ubuntu-arm64");
        AgentBinary stored = upload("4.0.1-ubuntu-amd64", "another archive");

        assertThat(searchBinaries(query("4.0.1", "", ""))).hasSize(2).startsWith(stored);
    }

    @Test
    public void exactlyWhatIsStoredIsFoundWithoutTheNetwork() {
        offer("released", "4.0.1-ubuntu-amd64");
        AgentBinary stored = upload("4.0.1-ubuntu-amd64", "another archive");

        assertThat(searchBinaries(query("4.0.1", "ubuntu", "amd64"))).containsExactly(stored);
        assertThat(mirror.requests()).isEmpty();
    }

    @Test
    public void failingStreamsDoNotMatterIfAnythingIsStored() {
        mirror.status("index2.sjson", 500);
        AgentBinary stored = upload("4.0.1-ubuntu-amd64", "archive");

        assertThat(searchBinaries(query("4.0.1", "", ""))).containsExactly(stored);
    }

    @Test
    public void failingStreamsAreTheErrorIfNothingIsStored() {
        mirror.status("index2.sjson", 500).status("index2.json", 500).status("index.json", 500);

        assertThatThrownBy(() -> search("4.0.1", "", ""))
                .isInstanceOf(FacetException.class)
                .hasMessageContaining(mirror.url());
    }

    @Test
    public void nothingAndNothingThatMatchesAreNotFound() {
        assertRefused(() -> searching("4.0.1", "", ""), ErrorCode.NOT_FOUND, "no agent binaries available");
        offer("released", "4.0.2-ubuntu-amd64");
        assertRefused(() -> searching("4.0.1", "", ""), ErrorCode.NOT_FOUND, "no matching agent binaries available");
        assertRefused(() -> searching("4.0.1", "centos", ""), ErrorCode.NOT_FOUND, "no agent binaries available");
    }

    @Test
    public void anUbuntuSeriesIsAskedForAsUbuntu() {
        offer("released", "2.8.1-ubuntu-amd64");

        assertThat(search("2.8.1", "bionic", "")).containsExactly("2.8.1-bionic-amd64");
    }

    @Test
    public void regionWithoutEndpointIsAnError() {
        assertThatThrownBy(() -> search(new AgentBinarySource(mirror.url(), "", false, "here", ""), "4.0.1", "", ""))
                .hasMessage("cannot find agent binaries without a complete cloud configuration");
    }

    @Test
    public void theDefaultSourceIsUsedOnlySignedByItsKey() throws IOException {
        SigningKey key = new SigningKey();
        Path file = folder.getRoot().toPath().resolve("streams.key");
        Files.writeString(file, key.publicKey());
        settings.put("default_source_url", mirror.url());
        settings.put("default_source_key_file", file.toString());
        service.modified(config());
        AgentBinarySource noOwn = new AgentBinarySource("", "", false, "", "");
        offers.put("released", List.of(binary(VERSION, ARCHIVE)));
        publish();

        assertThatThrownBy(() -> search(noOwn, "4.0.1", "", "")).isInstanceOf(FacetException.class);

        mirror.file("index2.sjson", key.sign(index())).file("released.json", key.sign(products("released")));
        mirror.file("released.sjson", key.sign(products("released")));
        assertThat(search(noOwn, "4.0.1", "", "")).containsExactly("4.0.1-ubuntu-amd64");

        SigningKey other = new SigningKey();
        mirror.file("index2.sjson", other.sign(index()));
        assertThatThrownBy(() -> search(noOwn, "4.0.1", "", "")).isInstanceOf(FacetException.class);
    }

    // What is fetched

    @Test
    public void whatIsNotStoredIsFetchedVerifiedAndKept() throws IOException {
        serve(ARCHIVE);

        assertThat(open()).isEqualTo("the archive");
        assertThat(open()).isEqualTo("the archive");

        assertThat(archiveRequests()).isEqualTo(1);
        assertThat(files()).containsExactly(binary(VERSION, ARCHIVE).sha256());
        assertThat(stored(query("4.0.1", "", ""))).containsExactly(binary(VERSION, ARCHIVE));
    }

    @Test
    public void theSameUnderASeriesIsFetchedOnce() {
        serve(ARCHIVE);

        assertThat(open("4.0.1-jammy-amd64")).isEqualTo("the archive");
        assertThat(open("4.0.1-noble-amd64")).isEqualTo("the archive");
        assertThat(open()).isEqualTo("the archive");
        assertThat(archiveRequests()).isEqualTo(1);
    }

    @Test
    public void requestsForTheSameBinaryShareAFetchThatHoldsNoTransaction() {
        CountDownLatch held = new CountDownLatch(1);
        offers.put("released", List.of(binary(VERSION, ARCHIVE)));
        publish();
        mirror.answer("archives/4.0.1-ubuntu-amd64.tgz", exchange -> {
            awaitLatch(held);
            exchange.sendResponseHeaders(200, ARCHIVE.length);
            exchange.getResponseBody().write(ARCHIVE);
        });
        List<CompletionStage<AgentBinaryArchive>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(service.open(MODEL, source(), VERSION));
        }
        await().until(() -> archiveRequests() == 1);

        upload("4.0.9-ubuntu-amd64", "meanwhile");
        held.countDown();

        assertThat(waiting.stream().map(StreamsTest::read)).containsOnly("the archive");
        assertThat(archiveRequests()).isEqualTo(1);
    }

    @Test
    public void fetchesBeyondTheirNumberAreToTryAgain() {
        CountDownLatch held = new CountDownLatch(1);
        settings.put("max_fetches", 1);
        service.modified(config());
        AgentBinaryVersion other = AgentBinaryVersion.parse("4.0.1-ubuntu-arm64");
        offers.put("released", List.of(binary(VERSION, ARCHIVE), binary(other, ARCHIVE)));
        publish();
        mirror.answer("archives/4.0.1-ubuntu-amd64.tgz", exchange -> awaitLatch(held));
        CompletionStage<AgentBinaryArchive> first = service.open(MODEL, source(), VERSION);
        await().until(() -> archiveRequests() == 1);

        assertThatThrownBy(() -> TestConfig.join(service.open(MODEL, source(), other)))
                .isInstanceOfSatisfying(FacetException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.TRY_AGAIN));
        held.countDown();
        assertThatThrownBy(() -> TestConfig.join(first)).isInstanceOf(FacetException.class);
    }

    @Test
    public void archiveWithAnotherHashIsRefusedAndNotKept() throws IOException {
        AgentBinary promised = new AgentBinary(
                VERSION, binary(VERSION, "another".getBytes(UTF_8)).sha256(), 11);
        offers.put("released", List.of(promised));
        publish();
        archive(ARCHIVE);

        assertThatThrownBy(this::open)
                .isInstanceOf(FacetException.class)
                .hasMessage("cannot fetch 4.0.1-ubuntu-amd64: the archive has SHA-256 "
                        + binary(VERSION, ARCHIVE).sha256() + " instead of \"" + promised.sha256() + "\"");
        assertNothingKept();
    }

    @Test
    public void truncatedArchiveIsTriedAgainAndRefusedAndNotKept() throws IOException {
        offers.put("released", List.of(binary(VERSION, ARCHIVE)));
        publish();
        mirror.answer("archives/4.0.1-ubuntu-amd64.tgz", exchange -> {
            exchange.sendResponseHeaders(200, ARCHIVE.length);
            exchange.getResponseBody().write(ARCHIVE, 0, 5);
            exchange.getResponseBody().flush();
        });

        assertThatThrownBy(this::open)
                .isInstanceOf(FacetException.class)
                .hasMessageStartingWith("cannot fetch 4.0.1-ubuntu-amd64: ");
        assertThat(archiveRequests()).isEqualTo(3);
        assertNothingKept();
    }

    @Test
    public void enormousArchiveIsCutOffAndNotKept() throws IOException {
        offers.put("released", List.of(binary(VERSION, ARCHIVE)));
        publish();
        mirror.endless("archives/4.0.1-ubuntu-amd64.tgz");

        assertThatThrownBy(this::open)
                .isInstanceOf(FacetException.class)
                .hasMessageStartingWith("cannot fetch 4.0.1-ubuntu-amd64: ");
        assertNothingKept();
    }

    @Test
    public void archiveLargerThanAllowedIsNotAskedFor() {
        settings.put("max_archive_bytes", 10L);
        service.modified(config());
        serve(ARCHIVE);

        assertThatThrownBy(this::open).hasMessageContaining("more than max.archive.bytes = 10");
        assertThat(archiveRequests()).isZero();
    }

    @Test
    public void slowArchiveIsGivenUp() throws IOException {
        CountDownLatch held = new CountDownLatch(1);
        settings.put("fetch_timeout_ms", 50L);
        service.modified(config());
        offers.put("released", List.of(binary(VERSION, ARCHIVE)));
        publish();
        mirror.answer("archives/4.0.1-ubuntu-amd64.tgz", exchange -> awaitLatch(held));

        assertThatThrownBy(this::open)
                .isInstanceOf(FacetException.class)
                .hasMessageStartingWith("cannot fetch 4.0.1-ubuntu-amd64: ");
        held.countDown();
        assertNothingKept();
    }

    @Test
    public void archiveThatIsNotThereIsNotFound() {
        offers.put("released", List.of(binary(VERSION, ARCHIVE)));
        publish();

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(FacetException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    public void fetchThatFailedIsTriedAnewByTheNextRequest() {
        offers.put("released", List.of(binary(VERSION, ARCHIVE)));
        publish();
        assertThatThrownBy(this::open).isInstanceOf(FacetException.class);

        archive(ARCHIVE);

        assertThat(open()).isEqualTo("the archive");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertNothingKept() throws IOException {
        await().untilAsserted(() -> assertThat(files()).isEmpty());
        assertThat(stored(query("4.0.1", "", ""))).isEmpty();
    }

    private List<String> files() throws IOException {
        if (!Files.exists(dir())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dir())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }

    private long archiveRequests() {
        return mirror.requestsFor("archives/4.0.1-ubuntu-amd64.tgz");
    }

    private void serve(byte[] archive) {
        offers.put("released", List.of(binary(VERSION, archive)));
        publish();
        archive(archive);
    }

    private void archive(byte[] archive) {
        mirror.rootFile("/streams/v1/archives/4.0.1-ubuntu-amd64.tgz", archive);
    }

    private void offer(String stream, String... versions) {
        offers.put(
                stream,
                Stream.of(versions)
                        .map(version -> binary(AgentBinaryVersion.parse(version), ARCHIVE))
                        .toList());
        publish();
    }

    private void publish() {
        mirror.file("index2.json", index());
        offers.keySet().forEach(stream -> mirror.file(stream + ".json", products(stream)));
    }

    private String index() {
        return "{\"format\":\"index:1.0\",\"index\":{"
                + offers.entrySet().stream()
                        .map(offer -> "\"com.ubuntu.juju:" + offer.getKey() + ":agents\":{\"format\":\"products:1.0\","
                                + "\"datatype\":\"content-download\",\"path\":\"streams/v1/" + offer.getKey()
                                + ".json\",\"products\":["
                                + offer.getValue().stream()
                                        .map(StreamsTest::product)
                                        .distinct()
                                        .map(id -> "\"" + id + "\"")
                                        .collect(Collectors.joining(","))
                                + "]}")
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private String products(String stream) {
        Map<String, List<AgentBinary>> byProduct = offers.get(stream).stream()
                .collect(Collectors.groupingBy(StreamsTest::product, LinkedHashMap::new, Collectors.toList()));
        return "{\"format\":\"products:1.0\",\"content_id\":\"com.ubuntu.juju:" + stream + ":agents\",\"products\":{"
                + byProduct.entrySet().stream()
                        .map(product -> "\"" + product.getKey() + "\":{\"versions\":{\"20260101\":{\"items\":{"
                                + product.getValue().stream()
                                        .map(StreamsTest::item)
                                        .collect(Collectors.joining(","))
                                + "}}}}")
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private static String product(AgentBinary binary) {
        return "com.ubuntu.juju:" + binary.version().os() + ":"
                + binary.version().arch();
    }

    private static String item(AgentBinary binary) {
        AgentBinaryVersion version = binary.version();
        return "\"" + version + "\":{\"release\":\"" + version.os() + "\",\"version\":\"" + version.number()
                + "\",\"arch\":\"" + version.arch() + "\",\"size\":" + binary.size()
                + ",\"path\":\"streams/v1/archives/" + version + ".tgz\",\"ftype\":\"tar.gz\",\"sha256\":\""
                + binary.sha256() + "\"}";
    }

    private static AgentBinary binary(AgentBinaryVersion version, byte[] archive) {
        Sha256 hash = new Sha256();
        hash.add(ByteBuffer.wrap(archive));
        return new AgentBinary(version, hash.hex(), archive.length);
    }

    private AgentBinary upload(String version, String content) {
        try (AgentBinaryUpload upload = service.upload(MODEL, AgentBinaryVersion.parse(version))) {
            upload.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
            return TestConfig.join(upload.finish());
        }
    }

    private String open() {
        return open(VERSION.toString());
    }

    private String open(String version) {
        return read(service.open(MODEL, source(), AgentBinaryVersion.parse(version)));
    }

    private static String read(CompletionStage<AgentBinaryArchive> opening) {
        try (AgentBinaryArchive archive = TestConfig.join(opening)) {
            return new String(archive.content().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static AgentBinaryQuery query(String number, String os, String arch) {
        return new AgentBinaryQuery(AgentVersion.parse(number), os, arch);
    }

    private List<String> search(String number, String os, String arch) {
        return search(source(), number, os, arch);
    }

    private List<String> search(AgentBinarySource source, String number, String os, String arch) {
        return TestConfig.join(service.search(query(number, os, arch), source, List.of())).stream()
                .map(binary -> binary.version().toString())
                .toList();
    }

    private CompletionStage<List<AgentBinary>> searching(String number, String os, String arch) {
        return service.search(query(number, os, arch), source(), List.of());
    }

    private List<AgentBinary> searchBinaries(AgentBinaryQuery query) {
        return TestConfig.join(service.search(query, source(), stored(query)));
    }

    private List<AgentBinary> stored(AgentBinaryQuery query) {
        return store.read(tx -> service.find(tx, query));
    }

    private static void assertRefused(Supplier<CompletionStage<?>> call, ErrorCode code, String message) {
        assertThatThrownBy(() -> TestConfig.join(call.get())).isInstanceOfSatisfying(FacetException.class, refusal -> {
            assertThat(refusal).hasMessage(message);
            assertThat(refusal.code()).isEqualTo(code);
        });
    }
}
