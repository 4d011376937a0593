// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.apiserver.api.FacadeSwitch.Drain;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the work that uses some service just now, so that whoever takes the service away can wait for what began before
 * and for nothing that begins later. Entering and leaving take an atomic step each.
 */
public final class InFlight {

    private static final long CLOSED = 1L << 62;

    /** Work that began no longer ago is taken for short. */
    private static final long YOUNG_MS = 250;

    /** Generations that have not drained, the newest last; only that one may be open. */
    private final List<Generation> generations = new CopyOnWriteArrayList<>();

    private volatile Generation open = new Generation();

    public InFlight() {
        generations.add(open);
    }

    /** A place among the work in flight. */
    public static final class Lease {
        private final Generation generation;
        private final AtomicInteger holders = new AtomicInteger(1);

        private Lease(Generation generation) {
            this.generation = generation;
        }

        /** Gives the place up. */
        public void release() {
            if (holders.decrementAndGet() == 0) {
                generation.leave();
            }
        }

        /**
         * Runs work that may go on after its thread has returned, and gives the place up when both have ended.
         *
         * @return what the work returns
         * @throws Exception what the work throws
         */
        public <T> CompletionStage<T> run(Callable<? extends CompletionStage<T>> work) throws Exception {
            try {
                CompletionStage<T> stage = Objects.requireNonNull(work.call(), "no result, not even a later one");
                holders.incrementAndGet();
                stage.whenComplete((value, failure) -> release());
                return stage;
            } finally {
                release();
            }
        }
    }

    /** Work that began in one span of time. */
    private static final class Generation {
        private final AtomicLong state = new AtomicLong();
        private final CompletableFuture<Void> drained = new CompletableFuture<>();

        boolean enter() {
            if ((state.incrementAndGet() & CLOSED) == 0) {
                return true;
            }
            leave();
            return false;
        }

        void leave() {
            if (state.decrementAndGet() == CLOSED) {
                drained.complete(null);
            }
        }

        void close() {
            if (state.addAndGet(CLOSED) == CLOSED) {
                drained.complete(null);
            }
        }

        int size() {
            return (int) (state.get() & ~CLOSED);
        }
    }

    /** A place for work that begins now; empty once closed. */
    public Optional<Lease> enter() {
        for (Generation generation = open; generation != null; generation = open) {
            if (generation.enter()) {
                return Optional.of(new Lease(generation));
            }
        }
        return Optional.empty();
    }

    /** Whether nothing gets in any more. */
    public boolean isClosed() {
        return open == null;
    }

    /** How much work is in flight. */
    public int size() {
        return generations.stream().mapToInt(Generation::size).sum();
    }

    /**
     * Waits for all that is in flight, holding no thread.
     *
     * @param timeoutMs after how long what is left is given up
     */
    public CompletableFuture<Drain> drain(long timeoutMs) {
        return drain(new Generation(), timeoutMs);
    }

    /**
     * Waits for a moment in which all that is in flight began only just now, so that a wait for the rest will be short. As
     * long as one piece of work takes its time, others come and go as ever.
     *
     * @param timeoutMs after how long to go on anyway
     */
    public CompletableFuture<Void> calm(long timeoutMs) {
        long begun = System.nanoTime();
        return drain(timeoutMs).thenCompose(drained -> {
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            return tookMs <= YOUNG_MS || tookMs >= timeoutMs
                    ? CompletableFuture.completedFuture(null)
                    : calm(timeoutMs - tookMs);
        });
    }

    /** As {@link #drain}, and lets nothing in any more. */
    public CompletableFuture<Drain> close(long timeoutMs) {
        return drain(null, timeoutMs);
    }

    private synchronized CompletableFuture<Drain> drain(Generation next, long timeoutMs) {
        Generation last = open;
        if (last != null) {
            if (next != null) {
                generations.add(next);
            }
            open = next;
            last.drained.thenRun(() -> generations.remove(last));
            last.close();
        }
        List<Generation> waitedFor =
                generations.stream().filter(each -> each != next).toList();
        int calls = waitedFor.stream().mapToInt(Generation::size).sum();
        // Copies, since the time limit completes what it is set on.
        return CompletableFuture.allOf(waitedFor.stream()
                        .map(generation -> generation.drained.copy())
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, timeoutMs, TimeUnit.MILLISECONDS)
                .thenApply(unused -> new Drain(
                        calls, waitedFor.stream().mapToInt(Generation::size).sum()));
    }
}
