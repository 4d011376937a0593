// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.facet.client.ApiConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long answers take when calls arrive at a given rate, whether or not earlier ones are answered. A call's time begins
 * when it was due, so a server that stalls is charged for all that it kept waiting.
 */
final class Latency {

    private static final long HIGHEST_US = TimeUnit.MINUTES.toMicros(2);

    private Latency() {}

    /**
     * Calls the connections in turn.
     *
     * @param rate calls per second, of all connections together
     * @return times in microseconds
     */
    static Histogram atRate(
            List<ApiConnection> connections,
            double rate,
            int seconds,
            BiFunction<Integer, ApiConnection, CompletionStage<?>> call)
            throws InterruptedException {
        int count = (int) (rate * seconds);
        Histogram histogram = new ConcurrentHistogram(HIGHEST_US, 3);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch answers = new CountDownLatch(count);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + (long) (i * 1e9 / rate);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int index = i % connections.size();
            call.apply(index, connections.get(index)).whenComplete((answer, problem) -> {
                histogram.recordValue(micros(due));
                if (problem != null) {
                    failure.compareAndSet(null, problem);
                }
                answers.countDown();
            });
        }
        answers.await();
        if (failure.get() != null) {
            throw new IllegalStateException("a call failed", failure.get());
        }
        return histogram;
    }

    /**
     * Calls one connection, the next when the last is answered.
     *
     * @return times in microseconds
     */
    static Histogram oneByOne(
            ApiConnection connection, int count, BiFunction<Integer, ApiConnection, CompletionStage<?>> call) {
        Histogram histogram = new Histogram(HIGHEST_US, 3);
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            call.apply(i, connection).toCompletableFuture().join();
            histogram.recordValue(micros(begin));
        }
        return histogram;
    }

    private static long micros(long since) {
        return Math.min(HIGHEST_US, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - since));
    }
}
