// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** How late the event loops get to what is due, at worst within the last minute. One small task per loop finds out. */
final class StallMeter {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final List<Beat> beats = new CopyOnWriteArrayList<>();

    /** What may still be the worst of its window, in order of time and falling in size; guarded by this. */
    private final Deque<Delay> delays = new ArrayDeque<>();

    private record Delay(long at, long nanos) {}

    /** Begins to measure the loops; ends with them. */
    void measure(Iterable<EventExecutor> loops) {
        loops.forEach(loop -> {
            Beat beat = new Beat(loop);
            beat.next();
            beats.add(beat);
        });
    }

    /** The longest delay, that of a loop which is stalled just now included. */
    Duration longest() {
        long now = System.nanoTime();
        long waiting = beats.stream().mapToLong(beat -> beat.delay(now)).max().orElse(0);
        return Duration.ofNanos(Math.max(waiting, longestPast(now)));
    }

    private synchronized long longestPast(long now) {
        forget(now);
        return delays.isEmpty() ? 0 : delays.peekFirst().nanos();
    }

    private synchronized void add(long now, long nanos) {
        forget(now);
        while (!delays.isEmpty() && delays.peekLast().nanos() <= nanos) {
            delays.removeLast();
        }
        delays.addLast(new Delay(now, nanos));
    }

    private void forget(long now) {
        while (!delays.isEmpty() && now - delays.peekFirst().at() > WINDOW_NANOS) {
            delays.removeFirst();
        }
    }

    private final class Beat implements Runnable {
        private final EventExecutor loop;

        /** When the loop should run this, in {@link System#nanoTime()}. */
        private volatile long due;

        Beat(EventExecutor loop) {
            this.loop = loop;
        }

        void next() {
            if (!loop.isShuttingDown()) {
                due = System.nanoTime() + PERIOD_NANOS;
                loop.schedule(this, PERIOD_NANOS, TimeUnit.NANOSECONDS);
            }
        }

        long delay(long now) {
            return loop.isShuttingDown() ? 0 : Math.max(0, now - due);
        }

        @Override
        public void run() {
            long now = System.nanoTime();
            add(now, delay(now));
            next();
        }
    }
}
