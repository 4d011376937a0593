// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.facet.client.ApiConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

/** How many calls are answered when each connection always has so many in flight. */
final class Throughput {

    private final BiFunction<Integer, ApiConnection, CompletionStage<?>> call;
    private final LongAdder answered = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean running = true;

    private Throughput(BiFunction<Integer, ApiConnection, CompletionStage<?>> call) {
        this.call = call;
    }

    /**
     * Calls for a while to warm up, then measures.
     *
     * @param call makes one call on a connection, whose index is given
     * @return answers per second
     */
    static double measure(
            List<ApiConnection> connections,
            int inFlight,
            int warmUpSeconds,
            int seconds,
            BiFunction<Integer, ApiConnection, CompletionStage<?>> call)
            throws InterruptedException {
        return new Throughput(call).run(connections, inFlight, warmUpSeconds, seconds);
    }

    private double run(List<ApiConnection> connections, int inFlight, int warmUpSeconds, int seconds)
            throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(connections.size() * inFlight);
        for (int i = 0; i < connections.size(); i++) {
            for (int k = 0; k < inFlight; k++) {
                next(i, connections.get(i), ended);
            }
        }
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        long before = answered.sum();
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        long count = answered.sum() - before;
        double took = (System.nanoTime() - begin) / 1e9;
        running = false;
        ended.await();
        if (failure.get() != null) {
            throw new IllegalStateException("a call failed", failure.get());
        }
        return count / took;
    }

    private void next(int index, ApiConnection connection, CountDownLatch ended) {
        if (!running) {
            ended.countDown();
            return;
        }
        call.apply(index, connection).whenComplete((answer, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
                running = false;
            }
            answered.increment();
            next(index, connection, ended);
        });
    }
}
