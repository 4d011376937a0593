// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.core.FacetException;
import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.DatabaseFigures;
import io.facet.store.api.DatabaseStatus;
import io.facet.store.api.SchemaScripts;
import io.facet.store.testing.Database;
import io.facet.store.testing.StoreRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** The operator's side of the database. */
@RunWith(Parameterized.class)
public class DatabaseTest {

    @Parameters(name = "{0}")
    public static Object[] databases() {
        return Database.values();
    }

    @Rule
    public final StoreRule store;

    private final Database kind;

    public DatabaseTest(Database database) {
        kind = database;
        store = StoreRule.on(database);
    }

    @Test
    public void figuresCountWhatWasDone() {
        DatabaseFigures before = figures();
        change("m1", 3);
        change("m2", 1);
        assertThatThrownBy(() -> store.write("m1", tx -> {
                    throw new IllegalArgumentException("on purpose");
                }))
                .hasMessage("on purpose");
        store.read(tx -> null);

        await().untilAsserted(() -> {
            DatabaseFigures after = figures();
            assertThat(after.writes() - before.writes()).isEqualTo(2);
            assertThat(after.commits() - before.commits()).isBetween(2L, 3L);
            assertThat(after.reads() - before.reads()).isEqualTo(1);
            assertThat(after.readsRunning()).isZero();
        });
    }

    @Test
    public void figuresTellTheLimits() {
        DatabaseFigures figures = figures();

        assertThat(figures.maxWritesQueued()).isEqualTo(3000);
        assertThat(figures.maxReadsQueued()).isEqualTo(1000);
        assertThat(figures.readerThreads()).isEqualTo(2);
        assertThat(figures.maxConnections()).isEqualTo(kind == Database.SQLITE ? 7 : 10);
    }

    @Test
    public void figuresTellWhatWaits() {
        CountDownLatch release = new CountDownLatch(1);
        List<CompletionStage<?>> work = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            work.add(store.store().write("m1", tx -> waitFor(release)));
            work.add(store.store().read(tx -> waitFor(release)));
        }

        await().untilAsserted(() -> {
            DatabaseFigures figures = figures();
            assertThat(figures.writesQueued()).isEqualTo(4);
            assertThat(figures.readsRunning()).isEqualTo(2);
            assertThat(figures.readsQueued()).isEqualTo(3);
            assertThat(figures.connectionsOpen()).isBetween(3, figures.maxConnections());
        });
        release.countDown();
        work.forEach(stage -> stage.toCompletableFuture().join());
        await().untilAsserted(() -> {
            assertThat(figures().writesQueued()).isZero();
            assertThat(figures().readsQueued()).isZero();
        });
    }

    private static Void waitFor(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return null;
    }

    @Test
    public void closedConnectionsCountNoMore() {
        change("m1", 1);
        // The stream opens its connection with the first change.
        await().until(() -> figures().changesBehind() == 0);
        int open = figures().connectionsOpen();
        join(store.store().database().checkIntegrity());

        assertThat(open).isPositive();
        await().untilAsserted(() -> assertThat(figures().connectionsOpen()).isEqualTo(open));
        store.close();
        assertThat(figures().connectionsOpen()).isZero();
    }

    @Test
    public void changesThatAreNotHandedOutAreCountedAndTimed() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        store.changes().subscribe(new ChangeFilter("m1", Set.of("thing"), "", ""), 0, new ChangeListener() {
            @Override
            public void changed(List<Change> changes) {
                busy.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void lost() {
                throw new AssertionError("lost");
            }
        });
        change("m1", 3);
        assertThatCode(busy::await).doesNotThrowAnyException();
        change("m2", 2);

        assertThat(figures().changesBehind()).isEqualTo(5);
        Duration lag = figures().lag();
        assertThat(lag).isPositive();
        await().untilAsserted(() -> assertThat(figures().lag()).isGreaterThan(lag.plusMillis(50)));
        release.countDown();
        await().untilAsserted(() -> {
            assertThat(figures().changesBehind()).isZero();
            assertThat(figures().lag()).isZero();
        });
    }

    @Test
    public void statusTellsWhatTheDatabaseSaysOfItself() {
        change("m1", 7);
        store.migrate(new SchemaScripts("thing", getClass().getClassLoader(), "db/two", 2));

        DatabaseStatus status = status();

        assertThat(status.product()).matches(kind == Database.SQLITE ? "SQLite 3\\.[0-9.]+" : "PostgreSQL [0-9.]+.*");
        assertThat(status.place())
                .matches(kind == Database.SQLITE ? "/.*/facet\\.db" : "localhost:[0-9]+/facet_[0-9]+");
        assertThat(status.bytes()).isGreaterThan(20_000);
        assertThat(status.freeBytes()).isBetween(0L, status.bytes());
        assertThat(status.logRows()).isEqualTo(7);
        assertThat(status.schemaLevels()).containsExactly(Map.entry("store", 1L), Map.entry("thing", 2L));
    }

    @Test
    public void vacuumGivesBackWhatIsUnused() {
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), "CREATE TABLE ballast (id INTEGER PRIMARY KEY, content TEXT)");
            try (var insert = tx.connection().prepareStatement("INSERT INTO ballast VALUES (?, ?)")) {
                for (int i = 0; i < 2000; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "x".repeat(1000));
                    insert.executeUpdate();
                }
            }
            return null;
        });
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), "DELETE FROM ballast WHERE id > 10");
            return null;
        });
        DatabaseStatus before = status();
        CompletableFuture<Void> vacuum = store.store().database().vacuum().toCompletableFuture();
        for (int i = 0; i < 20; i++) {
            change("m1", 1);
        }
        vacuum.join();

        assertThat(first("SELECT count(*) FROM ballast")).isEqualTo("11");
        if (kind == Database.SQLITE) {
            assertThat(before.freeBytes()).isGreaterThan(2_000_000);
            DatabaseStatus after = status();
            assertThat(after.freeBytes()).isZero();
            assertThat(after.bytes()).isLessThan(before.bytes() - 2_000_000);
        }
    }

    @Test
    public void soundDatabaseHasNoFindings() {
        change("m1", 5);
        change("m2", 1);
        execute("DELETE FROM change_log WHERE model_uuid = 'm1' AND number < 3");
        execute("DELETE FROM change_log WHERE model_uuid = 'm2'");

        assertThat(join(store.store().database().checkIntegrity()))
                .as("the oldest are pruned")
                .isEmpty();
    }

    @Test
    public void gapsInTheChangeLogAreFound() {
        change("m1", 9);
        change("m2", 4);
        change("m3", 2);
        execute("DELETE FROM change_log WHERE model_uuid = 'm1' AND number IN (4, 5, 7)");
        execute("UPDATE change_counter SET last_number = 3 WHERE model_uuid = 'm2'");
        execute("DELETE FROM change_counter WHERE model_uuid = 'm3'");

        assertThat(join(store.store().database().checkIntegrity()))
                .containsExactly(
                        "Of the changes 1 to 9 of model m1 3 are missing from the change log.",
                        "The last change of model m2 in the change log is 4, and its counter is at 3.",
                        "The last change of model m3 in the change log is 2, and its counter is at 0.");
    }

    @Test
    public void postgresHasItsOwnToolForBackups() {
        Assume.assumeTrue(kind == Database.POSTGRESQL);

        assertThatThrownBy(() ->
                        join(store.store().database().backup(store.folder().resolve("copy.db"))))
                .isInstanceOf(FacetException.class)
                .hasMessageMatching(
                        "the database is PostgreSQL at localhost:[0-9]+/facet_[0-9]+, which has a tool of its"
                                + " own for this: run pg_dump --format=custom .* --file=FILE, and pg_restore to bring it back");
        assertThat(store.folder()).isEmptyDirectory();
    }

    @Test
    public void storeThatStopsRefusesWhatIsAskedOfIt() {
        store.close();

        assertThatThrownBy(() -> join(store.store().database().checkIntegrity()))
                .isInstanceOf(FacetException.class)
                .hasMessage("the store is stopping; try again later");
    }

    private void change(String model, int count) {
        store.write(model, tx -> {
            for (int i = 0; i < count; i++) {
                tx.changed("thing", "", "k", "");
            }
            return null;
        });
    }

    private void execute(String sql) {
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), sql);
            return null;
        });
    }

    private DatabaseFigures figures() {
        return store.store().database().figures();
    }

    private DatabaseStatus status() {
        return join(store.store().database().status());
    }

    private String first(String sql) {
        return store.read(tx -> Statements.first(tx.connection(), sql));
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
