// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.core.FacetException;
import io.facet.store.api.ChangeFilter;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sqlite.SQLiteDataSource;

/** Copies of an SQLite database that is written to. */
public class BackupTest {

    /** Enough for a copy to take its time. */
    private static final int BALLAST_ROWS = 30_000;

    @Rule
    public final StoreRule store = new StoreRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private void fill() {
        execute("CREATE TABLE ballast (id INTEGER PRIMARY KEY, content TEXT)");
        execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + BALLAST_ROWS + ")"
                + " INSERT INTO ballast SELECT i, hex(randomblob(600)) FROM n");
    }

    @Test
    public void copyIsWhatWasCommittedAtOneMomentWhileWritesGoOn() throws IOException {
        fill();
        execute("CREATE TABLE thing (name TEXT PRIMARY KEY)");
        Path copy = folder.getRoot().toPath().resolve("it's a copy.db");
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger acknowledged = new AtomicInteger();
        CompletableFuture<Void> writes = CompletableFuture.runAsync(
                () -> writeUntil(done, acknowledged), task -> new Thread(task, "writes").start());
        await().until(() -> acknowledged.get() > 20);
        int before = acknowledged.get();
        long size = backup(copy).join();
        int after = acknowledged.get();
        done.set(true);
        writes.join();

        assertThat(after).as("writes during the backup").isGreaterThan(before + 5);
        assertThat(size).isEqualTo(Files.size(copy)).isGreaterThan(BALLAST_ROWS * 1200L);
        assertThat(permissions(copy)).isEqualTo("rw-------");
        assertThat(files()).containsExactly(copy);
        try (StoreImpl restored = open(copy)) {
            int things = Integer.parseInt(first(restored, "SELECT count(*) FROM thing"));
            assertThat(things).isBetween(before, after + 1);
            assertThat(first(restored, "SELECT last_number FROM change_counter"))
                    .isEqualTo(String.valueOf(things));
            assertThat(restored.database()
                            .checkIntegrity()
                            .toCompletableFuture()
                            .join())
                    .isEmpty();
        }
    }

    private void writeUntil(AtomicBoolean done, AtomicInteger acknowledged) {
        for (int i = 0; !done.get(); i++) {
            String name = "t" + i;
            store.write("m1", tx -> {
                Statements.execute(tx.connection(), "INSERT INTO thing VALUES ('" + name + "')");
                tx.changed("thing", "", name, "alive");
                return null;
            });
            acknowledged.incrementAndGet();
        }
    }

    @Test
    public void unfinishedCopyHasAnotherNameAndBelongsToItsOwnerAlone() {
        fill();
        CompletableFuture<Long> backup = backup(folder.getRoot().toPath().resolve("copy.db"));
        List<String> seen = new ArrayList<>();
        while (!backup.isDone()) {
            files().stream()
                    .filter(file -> !file.endsWith("copy.db"))
                    .forEach(file -> seen.add(permissionsOrGone(file)));
        }
        backup.join();

        assertThat(seen).contains("rw-------").isSubsetOf("rw-------", "gone");
    }

    @Test
    public void positionsAfterTheBackupAreLost() throws IOException {
        change("a");
        Path copy = folder.getRoot().toPath().resolve("copy.db");
        backup(copy).join();
        change("b");
        long position = store.read(tx -> tx.position("m1"));
        store.close();
        RecordingListener ahead = new RecordingListener();
        RecordingListener here = new RecordingListener();

        try (StoreImpl restored = open(copy)) {
            restored.changes().subscribe(filter(), position, ahead);
            restored.changes().subscribe(filter(), position - 1, here);
            await().until(ahead::isLost);
            restored.write("m1", tx -> {
                tx.changed("thing", "", "c", "");
                return null;
            });
            here.awaitCount(1);
            assertThat(here.keys()).containsExactly("c");
        }
    }

    @Test
    public void nothingIsOverwritten() throws IOException {
        Path file = folder.newFile("precious").toPath();
        Files.writeString(file, "precious");

        assertRefused(file, file + " is there already; name a file that is not, or remove it first");
        assertThat(file).hasContent("precious");
        Path dangling = Files.createSymbolicLink(
                folder.getRoot().toPath().resolve("link"),
                folder.getRoot().toPath().resolve("nowhere"));
        assertRefused(dangling, dangling + " is there already; name a file that is not, or remove it first");
        assertRefused(
                store.folder().resolve("facet.db"),
                store.folder().resolve("facet.db") + " is there already; name a file that is not, or remove it first");
    }

    @Test
    public void directoryMustBeThere() {
        Path nowhere = folder.getRoot().toPath().resolve("nowhere");

        assertRefused(nowhere.resolve("copy.db"), "there is no directory " + nowhere + "; make it first");
        assertThat(nowhere).doesNotExist();
    }

    @Test
    public void diskIsNotFilledUp() {
        Path copy = folder.getRoot().toPath().resolve("copy.db");

        assertThatThrownBy(() -> BackupFile.create(copy, Long.MAX_VALUE / 2))
                .isInstanceOf(FacetException.class)
                .hasMessageMatching(
                        "the copy may take [0-9]+ bytes and .* has room for [0-9]+, of which 67108864 are to"
                                + " stay free; make room, or name a file on another disk");
        assertThat(files()).isEmpty();
    }

    @Test
    public void storeThatStopsCutsABackupOffAndLeavesNothing() {
        fill();
        CompletableFuture<Long> backup = backup(folder.getRoot().toPath().resolve("copy.db"));
        await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> !files().isEmpty());
        store.close();

        assertThat(backup).isDone();
        if (backup.isCompletedExceptionally()) {
            assertThatThrownBy(backup::join).hasMessageContaining("the store is stopping");
            assertThat(files()).isEmpty();
        } else {
            assertThat(files()).containsExactly(folder.getRoot().toPath().resolve("copy.db"));
        }
    }

    @Test
    public void fileOfAnotherProgramIsRefusedAndLeftAlone() throws IOException {
        Path copy = folder.getRoot().toPath().resolve("copy.db");
        backup(copy).join();
        byte[] foreign = Files.readAllBytes(copy);
        // Where SQLite keeps the application id.
        foreign[68] = 1;
        Files.write(copy, foreign);

        assertThatThrownBy(() -> open(copy))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the file " + copy + " belongs to another program than Facet")
                .hasMessageContaining("etc/org.ops4j.datasource-facet.cfg");
    }

    /** What {@code bin/restore} looks for. */
    @Test
    public void copyIsMarkedAsFacets() throws IOException {
        Path copy = folder.getRoot().toPath().resolve("copy.db");
        backup(copy).join();

        byte[] bytes = Files.readAllBytes(copy);
        assertThat(new String(bytes, 0, 15, StandardCharsets.US_ASCII)).isEqualTo("SQLite format 3");
        assertThat(new String(bytes, 68, 4, StandardCharsets.US_ASCII)).isEqualTo("FCET");
        int page = (bytes[16] & 0xff) << 8 | bytes[17] & 0xff;
        int pages = ByteBuffer.wrap(bytes).getInt(28);
        assertThat((long) page * pages).isEqualTo(bytes.length);
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> backup(file).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(FacetException.class)
                .hasMessage(message);
    }

    private CompletableFuture<Long> backup(Path file) {
        return store.store().database().backup(file).toCompletableFuture();
    }

    private void change(String key) {
        store.write("m1", tx -> {
            tx.changed("thing", "", key, "");
            return null;
        });
    }

    private void execute(String sql) {
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), sql);
            return null;
        });
    }

    private static ChangeFilter filter() {
        return new ChangeFilter("m1", Set.of("thing"), "", "");
    }

    private static StoreImpl open(Path file) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        return StoreImpl.open(dataSource, StoreRule.settings());
    }

    private static String first(StoreImpl store, String sql) {
        return store.read(tx -> Statements.first(tx.connection(), sql))
                .toCompletableFuture()
                .join();
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder.getRoot().toPath())) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String permissionsOrGone(Path file) {
        try {
            return permissions(file);
        } catch (IOException e) {
            return "gone";
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
