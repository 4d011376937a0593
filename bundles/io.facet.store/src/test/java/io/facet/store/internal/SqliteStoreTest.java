// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.sqlite.SQLiteDataSource;

public class SqliteStoreTest {

    @Rule
    public final StoreRule store = new StoreRule();

    @Test
    public void writerIsDurable() {
        store.write("m1", tx -> {
            assertThat(pragma(tx, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(tx, "synchronous")).as("FULL").isEqualTo("2");
            assertThat(pragma(tx, "busy_timeout")).isEqualTo("10000");
            assertThat(pragma(tx, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(tx, "query_only")).isEqualTo("0");
            return null;
        });
    }

    @Test
    public void readersOnlyRead() {
        store.read(tx -> {
            assertThat(pragma(tx, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(tx, "query_only")).isEqualTo("1");
            assertThat(pragma(tx, "busy_timeout")).isEqualTo("10000");
            return null;
        });
    }

    @Test
    public void settingsInTheUrlDoNotWeakenDurability() {
        store.close();
        SQLiteDataSource weak = sqlite("facet.db?synchronous=OFF&journal_mode=MEMORY&transaction_mode=EXCLUSIVE");
        try (StoreImpl opened = StoreImpl.open(weak, StoreRule.settings())) {
            opened.write("m1", tx -> {
                        assertThat(pragma(tx, "journal_mode")).isEqualTo("wal");
                        assertThat(pragma(tx, "synchronous")).isEqualTo("2");
                        return null;
                    })
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    public void filesBelongToTheirOwnerAlone() throws IOException {
        store.write("m1", tx -> null);

        for (String name : List.of("facet.db", "facet.db-wal", "facet.db-shm")) {
            Path file = store.folder().resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    public void concurrentWritesShareCommits() {
        GroupWriter writer = (GroupWriter) store.store().writer();
        long before = writer.commits();
        List<CompletableFuture<Void>> writes = queueBehindASlowOne(200, (tx, i) -> null);
        writes.forEach(CompletableFuture::join);

        assertThat(writer.commits() - before).isLessThan(20);
    }

    @Test
    public void whoeverWaitsToMigrateMayBeInterrupted() {
        SchemaScripts scripts = new SchemaScripts("thing", getClass().getClassLoader(), "db/one", 1);
        CountDownLatch free = new CountDownLatch(1);
        CompletableFuture<Object> slow = store.store()
                .write("m1", tx -> {
                    free.await();
                    return null;
                })
                .toCompletableFuture();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> store.migrate(scripts))
                    .hasMessage("interrupted while waiting to work on the tables");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        free.countDown();
        slow.join();

        assertThat(store.<String>read(tx ->
                        Statements.first(tx.connection(), "SELECT count(*) FROM sqlite_master WHERE name = 'thing'")))
                .as("nothing was begun")
                .isEqualTo("0");
        store.migrate(scripts);
    }

    @Test
    public void oneThatFailsAtTheCommitLeavesTheOthersOfItsGroup() {
        store.write("m1", tx -> execute(tx, "CREATE TABLE parent (id INTEGER PRIMARY KEY)"));
        store.write(
                "m1",
                tx -> execute(
                        tx,
                        "CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED, n INTEGER)"));
        store.write("m1", tx -> execute(tx, "INSERT INTO parent VALUES (1)"));
        List<CompletableFuture<Void>> writes = queueBehindASlowOne(10, (tx, i) -> {
            tx.changed("child", "", "c" + i, "");
            return execute(tx, "INSERT INTO child VALUES (" + (i == 5 ? 99 : 1) + ", " + i + ")");
        });

        for (int i = 0; i < 10; i++) {
            CompletableFuture<Void> write = writes.get(i);
            if (i == 5) {
                assertThatThrownBy(write::join).hasStackTraceContaining("FOREIGN KEY");
            } else {
                assertThatCode(write::join).doesNotThrowAnyException();
            }
        }
        assertThat(first("SELECT count(*) FROM child")).isEqualTo("9");
        assertThat(first("SELECT count(*) FROM change_log")).isEqualTo("9");
        assertThat(first("SELECT max(number) FROM change_log")).isEqualTo("9");
    }

    @Test
    public void fullDiskFailsTheWriteThatDoesNotFit() {
        store.write("m1", tx -> execute(tx, "CREATE TABLE blob (content BLOB)"));
        String pages = store.write("m1", tx -> pragma(tx, "page_count"));
        store.write("m1", tx -> execute(tx, "PRAGMA max_page_count = " + (Long.parseLong(pages) + 10)));
        List<CompletableFuture<Void>> writes = queueBehindASlowOne(
                9, (tx, i) -> execute(tx, "INSERT INTO blob VALUES (zeroblob(" + (i == 4 ? 1_000_000 : 10) + "))"));

        for (int i = 0; i < 9; i++) {
            CompletableFuture<Void> write = writes.get(i);
            if (i == 4) {
                assertThatThrownBy(write::join).hasStackTraceContaining("SQLITE_FULL");
            } else {
                assertThatCode(write::join).doesNotThrowAnyException();
            }
        }
        assertThat(first("SELECT count(*) FROM blob")).isEqualTo("8");
    }

    @Test
    public void fileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        store.close();
        Path file = store.folder().resolve("facet.db");
        Files.writeString(file, "this is not a database, whatever its name says\n".repeat(100));
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(store::reopen)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is damaged")
                .hasMessageContaining("restore a backup in its place");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    public void damagedDatabaseIsRefusedAndLeftAlone() throws IOException {
        store.write("m1", tx -> execute(tx, "CREATE TABLE thing (name TEXT PRIMARY KEY)"));
        store.write(
                "m1",
                tx -> execute(
                        tx,
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                                + " INSERT INTO thing SELECT 'thing number ' || i FROM n"));
        store.close();
        Path file = store.folder().resolve("facet.db");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long page = 20; page < 60; page++) {
                channel.write(ByteBuffer.allocate(1000), page * 4096);
            }
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(store::reopen)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is damaged")
                .hasMessageContaining("was left as it is");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    public void databaseInMemoryIsRefused() {
        SQLiteDataSource memory = new SQLiteDataSource();
        memory.setUrl("jdbc:sqlite::memory:");

        assertThatThrownBy(() -> StoreImpl.open(memory, StoreRule.settings()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing is durable")
                .hasMessageContaining("jdbc:sqlite:/path/to/facet.db");
    }

    @Test
    public void fileThatCannotBeOpenedIsNamed() {
        SQLiteDataSource nowhere = sqlite("no-such-folder/facet.db");
        store.folder().resolve("no-such-folder").toFile().delete();
        Path obstacle = store.folder().resolve("no-such-folder");

        assertThatThrownBy(() -> {
                    Files.writeString(obstacle, "a file where a folder is needed");
                    StoreImpl.open(nowhere, StoreRule.settings());
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot open the database")
                .hasMessageContaining("etc/org.ops4j.datasource-facet.cfg");
    }

    @Test
    public void threadsAndConnectionsEndWithTheStore() {
        store.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("facet-store-"));
    }

    private interface Body {
        Void run(Transaction tx, int i) throws SQLException;
    }

    /** Queues writes while the writer is busy with one that waits for all of them to be queued. */
    private List<CompletableFuture<Void>> queueBehindASlowOne(int count, Body body) {
        CountDownLatch queued = new CountDownLatch(1);
        store.store().write("m1", tx -> queued.await(10, TimeUnit.SECONDS));
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            writes.add(store.store().write("m1", tx -> body.run(tx, number)).toCompletableFuture());
        }
        queued.countDown();
        return writes;
    }

    private SQLiteDataSource sqlite(String name) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + store.folder().resolve(name));
        return dataSource;
    }

    private static String pragma(Transaction tx, String name) throws SQLException {
        return Statements.first(tx.connection(), "PRAGMA " + name);
    }

    private static Void execute(Transaction tx, String sql) throws SQLException {
        Statements.execute(tx.connection(), sql);
        return null;
    }

    private String first(String sql) {
        return store.read(tx -> Statements.first(tx.connection(), sql));
    }
}
