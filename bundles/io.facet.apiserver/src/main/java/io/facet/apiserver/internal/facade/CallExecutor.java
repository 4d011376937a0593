// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The bounded threads {@code facet-call-N} that facade calls run on. Owned and stopped by the server. */
public final class CallExecutor implements Executor {

    private static final long IDLE_SECONDS = 60;

    private final ThreadPoolExecutor pool;
    private volatile int queue;

    /** @param queue how many tasks may wait for a thread */
    public CallExecutor(int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "facet-call-" + number.incrementAndGet()));
        this.queue = queue;
        pool.allowCoreThreadTimeOut(true);
    }

    /** Applies new settings; what runs or waits is not touched. */
    public synchronized void resize(int threads, int newQueue) {
        if (threads > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(threads);
            pool.setCorePoolSize(threads);
        } else {
            pool.setCorePoolSize(threads);
            pool.setMaximumPoolSize(threads);
        }
        queue = newQueue;
    }

    /** @throws RejectedExecutionException if too many tasks wait, or the server has stopped */
    @Override
    public void execute(Runnable task) {
        // The queue itself is unbounded so that its bound can change live; a few tasks over it do no harm.
        if (pool.getQueue().size() >= queue) {
            throw new RejectedExecutionException("call queue is full");
        }
        pool.execute(task);
    }

    /** How many tasks wait for a thread. */
    public int waiting() {
        return pool.getQueue().size();
    }

    /** Stops the threads, interrupting what still runs after the given time. */
    public void stop(long timeoutMs) {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
                pool.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
