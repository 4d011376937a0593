// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.apiserver.api.FacadeSwitch.Drain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class InFlightTest {

    private static final long LONG_MS = 60_000;

    private final InFlight work = new InFlight();

    @Test
    public void theWaitIsForWhatBeganBeforeOnly() {
        InFlight.Lease before = work.enter().orElseThrow();
        CompletableFuture<Drain> first = work.drain(LONG_MS);
        InFlight.Lease after = work.enter().orElseThrow();
        CompletableFuture<Drain> second = work.drain(LONG_MS);
        assertThat(work.size()).isEqualTo(2);

        before.release();
        assertThat(first).isCompletedWithValue(new Drain(1, 0));
        assertThat(second).isNotDone();
        after.release();
        assertThat(second).isCompletedWithValue(new Drain(2, 0));
        assertThat(work.size()).isZero();
    }

    @Test
    public void aLaterWaitIncludesWhatAnEarlierOneWaitsFor() {
        InFlight.Lease lease = work.enter().orElseThrow();
        CompletableFuture<Drain> first = work.drain(LONG_MS);
        CompletableFuture<Drain> second = work.close(LONG_MS);
        assertThat(second).isNotDone();
        lease.release();
        assertThat(first).isCompletedWithValue(new Drain(1, 0));
        assertThat(second).isCompletedWithValue(new Drain(1, 0));
    }

    @Test
    public void whatIsClosedLetsNothingIn() {
        assertThat(work.close(LONG_MS)).isCompletedWithValue(new Drain(0, 0));
        assertThat(work.enter()).isEmpty();
        assertThat(work.isClosed()).isTrue();
    }

    @Test
    public void whatDoesNotEndIsGivenUp() throws Exception {
        work.enter().orElseThrow();
        assertThat(work.drain(1).get(10, TimeUnit.SECONDS)).isEqualTo(new Drain(1, 1));
    }

    @Test
    public void workEndsWhenItsThreadHasReturnedAndItsStageIsComplete() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        work.enter().orElseThrow().run(() -> {
            assertThat(work.size()).isEqualTo(1);
            return stage;
        });
        assertThat(work.size()).isEqualTo(1);
        stage.complete("done");
        assertThat(work.size()).isZero();
    }

    @Test
    public void workThatThrowsOrReturnsNothingHasEnded() {
        assertThatThrownBy(() -> work.enter().orElseThrow().run(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThatThrownBy(() -> work.enter().orElseThrow().run(() -> null)).isInstanceOf(NullPointerException.class);
        assertThat(work.size()).isZero();
    }

    /** Whoever is inside when the flag is taken away must be waited for, however the two meet. */
    @Test
    public void nobodyIsInsideAfterTheWaitWhoSawWhatWasThereBefore() throws Exception {
        int rounds = 2_000;
        int threads = 4;
        AtomicInteger generation = new AtomicInteger();
        AtomicInteger[] inside = new AtomicInteger[rounds + 1];
        for (int i = 0; i <= rounds; i++) {
            inside[i] = new AtomicInteger();
        }
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> users = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                users.add(executor.submit(() -> {
                    while (!over.get()) {
                        InFlight.Lease lease = work.enter().orElseThrow();
                        int seen = generation.get();
                        inside[seen].incrementAndGet();
                        inside[seen].decrementAndGet();
                        lease.release();
                    }
                }));
            }
            for (int round = 0; round < rounds; round++) {
                generation.set(round + 1);
                assertThat(work.drain(LONG_MS).get(10, TimeUnit.SECONDS).left()).isZero();
                assertThat(inside[round].get()).isZero();
            }
            over.set(true);
            for (Future<?> user : users) {
                user.get(10, TimeUnit.SECONDS);
            }
            assertThat(work.size()).isZero();
        } finally {
            over.set(true);
            executor.shutdownNow();
        }
    }
}
