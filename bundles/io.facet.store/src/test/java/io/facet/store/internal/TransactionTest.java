// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.store.api.Transaction;
import io.facet.store.api.TransactionBody;
import io.facet.store.testing.Database;
import io.facet.store.testing.StoreRule;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

@RunWith(Parameterized.class)
public class TransactionTest {

    private static final String MODEL = "deadbeef-0bad-400d-8000-4b1d0d06f00d";

    @Parameters(name = "{0}")
    public static Object[] databases() {
        return Database.values();
    }

    @Rule
    public final StoreRule store;

    public TransactionTest(Database database) {
        store = StoreRule.on(database);
    }

    @Before
    public void createTable() {
        store.write(MODEL, tx -> execute(tx, "CREATE TABLE thing (name TEXT PRIMARY KEY)"));
    }

    @Test
    public void writtenIsFoundAfterARestart() {
        store.write(MODEL, tx -> insert(tx, "a"));
        store.reopen();

        assertThat(names()).containsExactly("a");
        assertThat(position()).isEqualTo(1);
    }

    /** It is code of a bundle that may be removed while nobody writes. */
    @Test
    public void bodyThatHasRunIsNotHeld() {
        WeakReference<Object> ofTheBody = insertThing();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(ofTheBody.get()).isNull();
        });
    }

    private WeakReference<Object> insertThing() {
        Object thing = new Object();
        store.write(MODEL, tx -> insert(tx, thing.toString()));
        return new WeakReference<>(thing);
    }

    @Test
    public void failedWriteLeavesNothing() {
        assertThatThrownBy(() -> store.write(MODEL, tx -> {
                    insert(tx, "a");
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");

        assertThat(names()).isEmpty();
        assertThat(position()).isZero();
        assertThat(loggedNumbers()).isEmpty();
    }

    @Test
    public void errorsArriveAsTheyWereThrown() {
        assertThatThrownBy(() -> store.store()
                        .write(MODEL, tx -> {
                            throw new AssertionError("broken");
                        })
                        .toCompletableFuture()
                        .get())
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    public void failedSavepointLeavesTheOthers() {
        store.write(MODEL, tx -> {
            for (String name : List.of("a", "b", "b", "c")) {
                try {
                    tx.savepoint(entry -> insert(entry, name));
                } catch (SQLException e) {
                    insert(tx, "failed");
                }
            }
            return null;
        });

        assertThat(names()).containsExactly("a", "b", "c", "failed");
        assertThat(loggedKeys()).containsExactly("a", "b", "failed", "c");
        assertThat(loggedNumbers()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    public void savepointsNest() {
        store.write(MODEL, tx -> {
            assertThatThrownBy(() -> tx.savepoint(outer -> {
                        insert(outer, "a");
                        outer.savepoint(inner -> insert(inner, "b"));
                        throw new IllegalArgumentException("outer fails");
                    }))
                    .hasMessage("outer fails");
            return tx.savepoint(outer -> {
                assertThatThrownBy(() -> outer.savepoint(inner -> {
                            insert(inner, "c");
                            throw new IllegalArgumentException("inner fails");
                        }))
                        .hasMessage("inner fails");
                return insert(outer, "d");
            });
        });

        assertThat(names()).containsExactly("d");
        assertThat(loggedKeys()).containsExactly("d");
    }

    @Test
    public void changesAreNumberedWithoutGapPerModel() {
        store.write(MODEL, tx -> insert(tx, "a"));
        store.write("other", tx -> insert(tx, "x"));
        store.write(MODEL, tx -> {
            insert(tx, "b");
            return insert(tx, "c");
        });

        assertThat(loggedNumbers()).containsExactly(1L, 2L, 3L);
        assertThat(position()).isEqualTo(3);
        assertThat(positionOf("other")).isEqualTo(1);
        assertThat(positionOf("nowhere")).isZero();
    }

    @Test
    public void writeWithoutChangesLeavesTheCounterAlone() {
        store.write(MODEL, tx -> execute(tx, "INSERT INTO thing VALUES ('quiet')"));

        String counters = store.read(tx -> Statements.first(tx.connection(), "SELECT count(*) FROM change_counter"));
        assertThat(counters).isEqualTo("0");
    }

    @Test
    public void writeInsideATransactionIsRefused() {
        TransactionBody<Void> inside = tx -> {
            store.store().write(MODEL, inner -> null);
            return null;
        };
        assertThatThrownBy(() -> store.write(MODEL, inside)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.read(inside)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    public void readInsideATransactionIsRefused() {
        TransactionBody<Void> inside = tx -> {
            store.store().read(inner -> null);
            return null;
        };
        assertThatThrownBy(() -> store.write(MODEL, inside)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.read(inside)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    public void transactionCannotBeUsedLater() {
        AtomicReference<Transaction> kept = new AtomicReference<>();
        store.write(MODEL, tx -> {
            kept.set(tx);
            return null;
        });
        assertThatThrownBy(() -> kept.get().connection())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("transaction used outside its body");
    }

    @Test
    public void readCannotWrite() {
        assertThatThrownBy(() -> store.read(tx -> execute(tx, "INSERT INTO thing VALUES ('a')")))
                .hasStackTraceContaining("SQLException");
        assertThatThrownBy(() -> store.read(tx -> {
                    tx.changed("thing", "", "a", "alive");
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("change of thing \"a\" in a read transaction");
        assertThat(names()).isEmpty();
    }

    @Test
    public void readSeesOneSnapshot() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<List<Long>> positions = store.store()
                .read(tx -> {
                    long before = tx.position(MODEL);
                    begun.countDown();
                    written.await(10, TimeUnit.SECONDS);
                    return List.of(before, tx.position(MODEL));
                })
                .toCompletableFuture();
        begun.await();
        store.write(MODEL, tx -> insert(tx, "a"));
        written.countDown();

        assertThat(positions.get(10, TimeUnit.SECONDS)).containsExactly(0L, 0L);
        assertThat(position()).isEqualTo(1);
    }

    @Test
    public void writesOfOneModelDoNotMissEachOther() {
        store.write(MODEL, tx -> execute(tx, "CREATE TABLE account (amount BIGINT)"));
        store.write(MODEL, tx -> execute(tx, "INSERT INTO account VALUES (0)"));
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(store.store()
                    .write(MODEL, tx -> {
                        // Read first and write then, as a service does that checks before it acts.
                        long amount = Long.parseLong(Statements.first(tx.connection(), "SELECT amount FROM account"));
                        return execute(tx, "UPDATE account SET amount = " + (amount + 1));
                    })
                    .toCompletableFuture());
        }
        writes.forEach(CompletableFuture::join);

        String amount = store.read(tx -> Statements.first(tx.connection(), "SELECT amount FROM account"));
        assertThat(amount).isEqualTo("200");
    }

    @Test
    public void closedStoreRefusesWork() {
        store.close();

        assertThatThrownBy(() -> store.write(MODEL, tx -> null)).hasMessage("the store is stopping; try again later");
        assertThatThrownBy(() -> store.read(tx -> null)).hasMessage("the store is stopping; try again later");
    }

    @Test
    public void queuedWritesAreFinishedWhenTheStoreCloses() {
        List<CompletableFuture<Void>> writes = LongStream.range(0, 100)
                .mapToObj(i ->
                        store.store().write(MODEL, tx -> insert(tx, "n" + i)).toCompletableFuture())
                .toList();
        store.close();

        assertThat(writes).allMatch(write -> write.isDone() && !write.isCompletedExceptionally());
        store.reopen();
        assertThat(names()).hasSize(100);
    }

    private static Void insert(Transaction tx, String name) throws SQLException {
        tx.changed("thing", "", name, "alive");
        return execute(tx, "INSERT INTO thing VALUES ('" + name + "')");
    }

    private static Void execute(Transaction tx, String sql) throws SQLException {
        Statements.execute(tx.connection(), sql);
        return null;
    }

    private List<String> names() {
        return column("SELECT name FROM thing ORDER BY name");
    }

    private List<String> loggedKeys() {
        return column("SELECT entity_key FROM change_log WHERE model_uuid = '" + MODEL + "' ORDER BY number");
    }

    private List<Long> loggedNumbers() {
        return column("SELECT number FROM change_log WHERE model_uuid = '" + MODEL + "' ORDER BY number").stream()
                .map(Long::valueOf)
                .toList();
    }

    private List<String> column(String sql) {
        return store.read(tx -> {
            List<String> values = new ArrayList<>();
            try (var statement = tx.connection().createStatement();
                    var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        });
    }

    private long position() {
        return positionOf(MODEL);
    }

    private long positionOf(String model) {
        return store.read(tx -> tx.position(model));
    }
}
