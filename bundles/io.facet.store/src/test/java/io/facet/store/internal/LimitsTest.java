// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.store.api.ChangeFilter;
import io.facet.store.testing.Database;
import io.facet.store.testing.PostgresStoreRule;
import io.facet.store.testing.StoreRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Short queues, and a log that is kept for half a second. */
@RunWith(Parameterized.class)
public class LimitsTest {

    private static final Settings TIGHT = new Settings(
            1,
            3,
            1,
            3,
            256,
            Duration.ofMillis(20),
            3,
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofMillis(100),
            Duration.ofMillis(300));

    @Parameters(name = "{0}")
    public static Object[] databases() {
        return Database.values();
    }

    @Rule
    public final StoreRule store;

    private final CountDownLatch release = new CountDownLatch(1);

    public LimitsTest(Database database) {
        store = database == Database.SQLITE ? new StoreRule(TIGHT) : new PostgresStoreRule(TIGHT);
    }

    @Test
    public void fullWriteQueueAnswersTryAgain() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        assertLastIsRefused(
                () -> store.store()
                        .write("m1", tx -> {
                            running.countDown();
                            return release.await(10, TimeUnit.SECONDS);
                        })
                        .toCompletableFuture(),
                running,
                "the store has too many writes waiting; try again later");
    }

    @Test
    public void fullReadQueueAnswersTryAgain() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        assertLastIsRefused(
                () -> store.store()
                        .read(tx -> {
                            running.countDown();
                            return release.await(10, TimeUnit.SECONDS);
                        })
                        .toCompletableFuture(),
                running,
                "the store has too many reads waiting; try again later");
    }

    private void assertLastIsRefused(
            Supplier<CompletableFuture<Boolean>> submit, CountDownLatch running, String message) throws Exception {
        List<CompletableFuture<Boolean>> accepted = new ArrayList<>();
        accepted.add(submit.get());
        running.await();
        for (int i = 0; i < 3; i++) {
            accepted.add(submit.get());
        }
        CompletableFuture<Boolean> tooMany = submit.get();
        release.countDown();

        assertThatThrownBy(tooMany::join)
                .cause()
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRY_AGAIN))
                .hasMessage(message);
        for (CompletableFuture<Boolean> one : accepted) {
            assertThatCode(one::join).doesNotThrowAnyException();
        }
    }

    @Test
    public void workThatTakesTooLongIsRefusedWhenTheStoreCloses() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Boolean> slow = store.store()
                .write("m1", tx -> {
                    running.countDown();
                    return release.await(10, TimeUnit.SECONDS);
                })
                .toCompletableFuture();
        running.await();
        CompletableFuture<Boolean> queued =
                store.store().write("m1", tx -> true).toCompletableFuture();
        store.close();

        assertThatThrownBy(queued::join).hasStackTraceContaining("the store is stopping; try again later");
        await().untilAsserted(() -> assertThat(slow).isCompletedExceptionally());
    }

    @Test
    public void oldChangesArePrunedAndWhoMissesThemIsTold() {
        for (int i = 0; i < 5; i++) {
            change("old" + i);
        }
        await().until(() -> logged().equals("0"));
        RecordingListener late = new RecordingListener();
        RecordingListener upToDate = new RecordingListener();
        ChangeFilter filter = new ChangeFilter("m1", Set.of("thing"), "", "");
        store.changes().subscribe(filter, 4, late);
        store.changes().subscribe(filter, 5, upToDate);
        change("new");

        upToDate.awaitCount(1);
        assertThat(upToDate.numbers()).containsExactly(6L);
        assertThat(upToDate.isLost()).isFalse();
        await().until(late::isLost);
        assertThat(late.numbers()).isEmpty();
        long position = store.read(tx -> tx.position("m1"));
        assertThat(position).isEqualTo(6);
    }

    private void change(String key) {
        store.write("m1", tx -> {
            tx.changed("thing", "", key, "");
            return null;
        });
    }

    private String logged() {
        return store.read(tx -> Statements.first(tx.connection(), "SELECT count(*) FROM change_log"));
    }
}
