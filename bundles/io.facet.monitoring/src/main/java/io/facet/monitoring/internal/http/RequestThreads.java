// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs requests on a few threads, each request for a limited time. The server of the JDK reads and writes on these threads,
 * blocking; a client that sends or takes nothing would hold one for ever. The interrupt at the end of its time closes its
 * socket. What waits for a thread is an open connection, so their number bounds the queue.
 */
final class RequestThreads implements Executor, AutoCloseable {

    private static final int THREADS = 4;

    private final long timeoutMs;
    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor clock;

    RequestThreads(Duration timeout) {
        timeoutMs = timeout.toMillis();
        workers = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        workers.allowCoreThreadTimeOut(true);
        clock = new ScheduledThreadPoolExecutor(1, this::thread);
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(10, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "facet-monitoring-http-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable request) {
        workers.execute(() -> {
            Limited limited = new Limited(Thread.currentThread());
            ScheduledFuture<?> end = clock.schedule(limited::interrupt, timeoutMs, TimeUnit.MILLISECONDS);
            try {
                request.run();
            } finally {
                end.cancel(false);
                limited.done();
            }
        });
    }

    /** The thread of one request, for as long as that runs: a late interrupt must not hit the next one. */
    private static final class Limited {
        private final Thread thread;
        private boolean done; // guarded by this

        Limited(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt() {
            if (!done) {
                thread.interrupt();
            }
        }

        synchronized void done() {
            done = true;
            Thread.interrupted();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        clock.shutdownNow();
    }
}
