// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.Transaction;
import io.facet.store.testing.PostgresStoreRule;
import io.facet.store.testing.StoreRule;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.Rule;
import org.junit.Test;

public class PostgresStoreTest {

    /** Too long to help, so what is heard of another controller was notified. */
    private static final Duration NO_POLL = Duration.ofMinutes(5);

    private final Settings settings = new Settings(
            2,
            1000,
            3,
            3000,
            256,
            Duration.ofMillis(20),
            3,
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            NO_POLL,
            Duration.ofSeconds(10));

    @Rule
    public final StoreRule store = new PostgresStoreRule(settings);

    private final RecordingListener listener = new RecordingListener();

    @Test
    public void isolationIsAsPromised() {
        String writes = store.write("m1", tx -> Statements.first(tx.connection(), "SHOW transaction_isolation"));
        String reads = store.read(tx -> Statements.first(tx.connection(), "SHOW transaction_isolation"));
        String readOnly = store.read(tx -> Statements.first(tx.connection(), "SHOW transaction_read_only"));

        assertThat(writes).isEqualTo("read committed");
        assertThat(reads).isEqualTo("repeatable read");
        assertThat(readOnly).isEqualTo("on");
    }

    /** Another controller may write at any time. */
    @Test
    public void noStateHasANumber() {
        assertThat(store.<OptionalLong>read(Transaction::snapshot)).isEmpty();
    }

    @Test
    public void deadlockedWriteIsRunAgain() {
        createAccounts();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        CompletableFuture<Void> one = transfer("m1", "a", "b", bothHoldOne, runs);
        CompletableFuture<Void> two = transfer("m2", "b", "a", bothHoldOne, runs);
        one.join();
        two.join();

        assertThat(runs).hasValueGreaterThan(2);
        assertThat(first("SELECT string_agg(name || '=' || amount, ' ' ORDER BY name) FROM account"))
                .isEqualTo("a=2 b=2");
        assertThat(first("SELECT count(*) FROM change_log")).isEqualTo("2");
    }

    @Test
    public void conflictInsideASavepointIsRunAgainAsAWhole() {
        AtomicInteger runs = new AtomicInteger();
        store.write("m1", tx -> {
            runs.incrementAndGet();
            try {
                tx.savepoint(entry -> runs.get() < 3 ? conflict(entry) : null);
            } catch (SQLException e) {
                // As a bulk call does, which takes it for a failure of this entry.
                tx.changed("thing", "", "failed", "");
            }
            return null;
        });

        assertThat(runs).hasValue(3);
        assertThat(first("SELECT count(*) FROM change_log")).isEqualTo("0");
    }

    @Test
    public void conflictThatPersistsIsExcessiveContention() {
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> store.write("m1", tx -> {
                    runs.incrementAndGet();
                    return conflict(tx);
                }))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXCESSIVE_CONTENTION))
                .hasMessage("state changing too quickly; try again soon");
        assertThat(runs).hasValue(1 + settings.conflictRetries());
    }

    @Test
    public void controllersHearOfEachOther() {
        StoreImpl other = store.anotherController();
        RecordingListener there = new RecordingListener();
        store.changes().subscribe(filter(), 0, listener);
        other.changes().subscribe(filter(), 0, there);
        store.write("m1", tx -> changed(tx, "here"));
        listener.awaitCount(1);
        there.awaitCount(1);
        other.write("m1", tx -> changed(tx, "there")).toCompletableFuture().join();
        listener.awaitCount(2);
        there.awaitCount(2);

        assertThat(listener.keys()).containsExactly("here", "there");
        assertThat(there.keys()).containsExactly("here", "there");
    }

    @Test
    public void controllersWriteConcurrentlyAndSeeEverythingInOrder() {
        StoreImpl other = store.anotherController();
        RecordingListener there = new RecordingListener();
        store.changes().subscribe(filter(), 0, listener);
        other.changes().subscribe(filter(), 0, there);
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            StoreImpl writer = i % 2 == 0 ? store.store() : other;
            writes.add(writer.write("m1", tx -> changed(tx, "x")).toCompletableFuture());
        }
        writes.forEach(CompletableFuture::join);

        listener.awaitCount(200);
        there.awaitCount(200);
        List<Long> all = LongStream.rangeClosed(1, 200).boxed().toList();
        assertThat(listener.numbers()).isEqualTo(all);
        assertThat(there.numbers()).isEqualTo(all);
    }

    @Test
    public void lostConnectionsAreReplaced() {
        StoreImpl other = store.anotherController();
        store.changes().subscribe(filter(), 0, listener);
        store.write("m1", tx -> changed(tx, "before"));
        listener.awaitCount(1);
        store.write("m1", tx -> {
            Statements.execute(
                    tx.connection(),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            return null;
        });

        store.write("m1", tx -> changed(tx, "m1"));
        store.write("m2", tx -> changed(tx, "m2"));
        store.write("m3", tx -> changed(tx, "m3"));
        assertThat(first("SELECT count(*) FROM change_counter")).isEqualTo("3");
        listener.awaitCount(2);
        assertThat(listener.keys()).containsExactly("before", "m1");
        // The one that listens comes back as well.
        AtomicInteger more = new AtomicInteger();
        await().atMost(20, TimeUnit.SECONDS).until(() -> {
            other.write("m1", tx -> changed(tx, "other" + more.incrementAndGet()))
                    .toCompletableFuture()
                    .join();
            return listener.numbers().size() > 2;
        });
        listener.awaitCount(2 + more.get());
    }

    private static Void changed(Transaction tx, String key) {
        tx.changed("thing", "", key, "");
        return null;
    }

    private static <T> T conflict(Transaction tx) throws SQLException {
        Statements.execute(tx.connection(), "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$");
        throw new AssertionError("unreachable");
    }

    private void createAccounts() {
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), "CREATE TABLE account (name TEXT PRIMARY KEY, amount BIGINT)");
            Statements.execute(tx.connection(), "INSERT INTO account VALUES ('a', 0), ('b', 0)");
            return null;
        });
    }

    private CompletableFuture<Void> transfer(
            String model, String first, String second, CountDownLatch bothHoldOne, AtomicInteger runs) {
        return store.store()
                .<Void>write(model, tx -> {
                    runs.incrementAndGet();
                    Statements.execute(
                            tx.connection(), "UPDATE account SET amount = amount + 1 WHERE name = '" + first + "'");
                    bothHoldOne.countDown();
                    bothHoldOne.await(10, TimeUnit.SECONDS);
                    Statements.execute(
                            tx.connection(), "UPDATE account SET amount = amount + 1 WHERE name = '" + second + "'");
                    return changed(tx, "transfer");
                })
                .toCompletableFuture();
    }

    private static ChangeFilter filter() {
        return new ChangeFilter("m1", Set.of("thing"), "", "");
    }

    private String first(String sql) {
        return store.read(tx -> Statements.first(tx.connection(), sql));
    }
}
