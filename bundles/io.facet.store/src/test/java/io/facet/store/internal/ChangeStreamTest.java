// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.Subscription;
import io.facet.store.testing.Database;
import io.facet.store.testing.StoreRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

@RunWith(Parameterized.class)
public class ChangeStreamTest {

    private static final String MODEL = "model-1";

    @Parameters(name = "{0}")
    public static Object[] databases() {
        return Database.values();
    }

    @Rule
    public final StoreRule store;

    private final RecordingListener listener = new RecordingListener();

    public ChangeStreamTest(Database database) {
        store = StoreRule.on(database);
    }

    @Test
    public void subscriberHearsWhatItsFilterAccepts() {
        store.changes().subscribe(new ChangeFilter(MODEL, Set.of("machine", "unit"), "s", "1/"), 0, listener);
        change(MODEL, "machine", "s", "1/a");
        change(MODEL, "machine", "", "1/other-scope");
        change(MODEL, "machine", "s", "2/other-prefix");
        change(MODEL, "space", "s", "1/other-namespace");
        change("model-2", "machine", "s", "1/other-model");
        change(MODEL, "unit", "s", "1/b");

        listener.awaitCount(2);
        assertThat(listener.keys()).containsExactly("1/a", "1/b");
        assertThat(listener.numbers()).containsExactly(1L, 5L);
    }

    @Test
    public void subscriberHearsWhatHappenedSinceItsPosition() {
        IntStream.rangeClosed(1, 5).forEach(i -> change(MODEL, "machine", "", "m" + i));
        store.changes().subscribe(filter(""), 2, listener);
        change(MODEL, "machine", "", "m6");

        listener.awaitCount(4);
        assertThat(listener.numbers()).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    public void longHistoryIsDeliveredInFull() {
        store.write(MODEL, tx -> {
            for (int i = 0; i < 2500; i++) {
                tx.changed("machine", "", "m" + i, "");
            }
            return null;
        });
        store.changes().subscribe(filter(""), 100, listener);

        listener.awaitCount(2400);
        assertThat(listener.numbers())
                .isEqualTo(LongStream.rangeClosed(101, 2500).boxed().toList());
    }

    @Test
    public void subscriptionsSurviveNoRestartButPositionsDo() {
        change(MODEL, "machine", "", "a");
        store.reopen();
        change(MODEL, "machine", "", "b");
        store.changes().subscribe(filter(""), 1, listener);

        listener.awaitCount(1);
        assertThat(listener.keys()).containsExactly("b");
    }

    @Test
    public void positionOfASubscriptionMovesPastChangesItDoesNotWant() {
        Subscription quiet = store.changes().subscribe(filter("elsewhere"), 0, listener);
        change(MODEL, "machine", "", "a");
        change(MODEL, "machine", "", "b");

        await().until(() -> quiet.position() == 2);
        assertThat(listener.keys()).isEmpty();
    }

    @Test
    public void positionFromTheFutureIsLost() {
        change(MODEL, "machine", "", "a");
        store.changes().subscribe(filter(""), 7, listener);

        await().until(listener::isLost);
    }

    /** As where several controllers share a database that is restored while one of them runs. */
    @Test
    public void streamThatIsAheadOfARestoredDatabaseIsLost() {
        store.changes().subscribe(filter(""), 0, listener);
        change(MODEL, "machine", "", "a");
        change(MODEL, "machine", "", "b");
        listener.awaitCount(2);
        store.write(MODEL, tx -> {
            Statements.execute(tx.connection(), "DELETE FROM change_log WHERE number > 1");
            Statements.execute(tx.connection(), "UPDATE change_counter SET last_number = 1");
            return null;
        });
        RecordingListener afterwards = new RecordingListener();
        store.changes().subscribe(filter(""), 1, afterwards);

        await().until(listener::isLost);
        change(MODEL, "machine", "", "c");
        afterwards.awaitCount(1);
        assertThat(afterwards.keys()).containsExactly("c");
    }

    @Test
    public void closedSubscriptionHearsNothing() {
        Subscription subscription = store.changes().subscribe(filter(""), 0, listener);
        change(MODEL, "machine", "", "a");
        listener.awaitCount(1);
        subscription.close();
        RecordingListener witness = new RecordingListener();
        store.changes().subscribe(filter(""), 1, witness);
        change(MODEL, "machine", "", "b");
        witness.awaitCount(1);

        assertThat(listener.keys()).containsExactly("a");
    }

    @Test
    public void listenerThatThrowsHarmsNobodyElse() {
        AtomicInteger calls = new AtomicInteger();
        store.changes().subscribe(filter(""), 0, new ChangeListener() {
            @Override
            public void changed(List<Change> changes) {
                calls.incrementAndGet();
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void lost() {
                calls.incrementAndGet();
            }
        });
        store.changes().subscribe(filter(""), 0, listener);
        change(MODEL, "machine", "", "a");
        listener.awaitCount(1);
        change(MODEL, "machine", "", "b");
        listener.awaitCount(2);

        assertThat(calls).hasValue(1);
    }

    @Test
    public void listenerMaySubscribeAndCloseWhileItIsCalled() {
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Subscription> own = new CompletableFuture<>();
        own.complete(store.changes().subscribe(filter(""), 0, new ChangeListener() {
            @Override
            public void changed(List<Change> changes) {
                calls.incrementAndGet();
                own.join().close();
                store.changes().subscribe(filter(""), 1, listener);
            }

            @Override
            public void lost() {
                throw new AssertionError("lost");
            }
        }));
        change(MODEL, "machine", "", "a");
        change(MODEL, "machine", "", "b");

        listener.awaitCount(1);
        assertThat(listener.keys()).containsExactly("b");
        assertThat(calls).hasValue(1);
    }

    @Test
    public void manySubscriptionsCostAnUnrelatedChangeNothing() {
        List<RecordingListener> listeners = new ArrayList<>();
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            RecordingListener one = new RecordingListener();
            listeners.add(one);
            subscriptions.add(
                    store.changes().subscribe(new ChangeFilter(MODEL, Set.of("machine"), "scope-" + i, ""), 0, one));
        }
        store.changes().subscribe(new ChangeFilter(MODEL, Set.of("unit"), "", ""), 0, listener);
        change(MODEL, "unit", "", "warm-up");
        listener.awaitCount(1);
        // Those who come late catch up, which costs something once.
        await().until(() -> subscriptions.stream().allMatch(subscription -> subscription.position() == 1));
        store.resetStatementCount();
        change(MODEL, "unit", "", "unrelated");
        listener.awaitCount(2);

        // The counter, the log, and the tailer's look at it, with a notification on PostgreSQL.
        assertThat(store.statementCount()).isLessThan(10);
        change(MODEL, "machine", "scope-4711", "x");
        listeners.get(4711).awaitCount(1);
        assertThat(listeners.stream().filter(one -> !one.numbers().isEmpty())).hasSize(1);
    }

    @Test
    public void concurrentWritersAreFollowedWithoutGapAndInOrder() throws Exception {
        List<String> models = List.of("model-1", "model-2", "model-3");
        List<RecordingListener> fromStart = new ArrayList<>();
        List<RecordingListener> later = new ArrayList<>();
        for (String model : models) {
            RecordingListener one = new RecordingListener();
            fromStart.add(one);
            store.changes().subscribe(new ChangeFilter(model, Set.of("machine"), "", ""), 0, one);
        }
        int threads = 8;
        int writesPerThread = 60;
        CountDownLatch halfway = new CountDownLatch(threads);
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Random random = new Random(t);
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < writesPerThread; i++) {
                            writeSome(models.get(random.nextInt(3)), random);
                            if (i == writesPerThread / 2) {
                                halfway.countDown();
                            }
                        }
                    },
                    task -> new Thread(task).start()));
        }
        assertThat(halfway.await(30, TimeUnit.SECONDS)).isTrue();
        long since = store.read(tx -> tx.position("model-1"));
        for (int i = 0; i < 5; i++) {
            RecordingListener one = new RecordingListener();
            later.add(one);
            store.changes().subscribe(new ChangeFilter("model-1", Set.of("machine"), "", ""), since / (i + 1), one);
        }
        writers.forEach(CompletableFuture::join);

        for (int m = 0; m < models.size(); m++) {
            String model = models.get(m);
            long last = store.read(tx -> tx.position(model));
            fromStart.get(m).awaitCount((int) last);
            assertThat(fromStart.get(m).numbers())
                    .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
        }
        long last = store.read(tx -> tx.position("model-1"));
        for (int i = 0; i < later.size(); i++) {
            long first = since / (i + 1) + 1;
            later.get(i).awaitCount((int) (last - first + 1));
            assertThat(later.get(i).numbers())
                    .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
        }
    }

    /** Some changes, some of them undone. */
    private void writeSome(String model, Random random) {
        boolean fails = random.nextInt(5) == 0;
        try {
            store.write(model, tx -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    tx.changed("machine", "", "kept", "");
                }
                try {
                    tx.savepoint(entry -> {
                        entry.changed("machine", "", "undone", "");
                        throw new IllegalArgumentException("entry fails");
                    });
                } catch (IllegalArgumentException e) {
                    tx.changed("machine", "", "after", "");
                }
                if (fails) {
                    throw new IllegalStateException("write fails");
                }
                return null;
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("write fails");
        }
    }

    private static ChangeFilter filter(String keyPrefix) {
        return new ChangeFilter(MODEL, Set.of("machine"), "", keyPrefix);
    }

    private void change(String model, String namespace, String scope, String key) {
        store.write(model, tx -> {
            tx.changed(namespace, scope, key, "alive");
            return null;
        });
    }
}
