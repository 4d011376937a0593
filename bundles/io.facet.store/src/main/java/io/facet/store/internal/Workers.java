// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded number of threads, each with a connection of its own, behind a bounded queue. */
final class Workers {

    private final String what;
    private final ThreadPoolExecutor threads;
    private final Queue<PinnedConnection> connections = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<PinnedConnection> own;

    /**
     * @param what what is queued, for the refusal, such as {@code reads}
     * @param name name of the threads, to which a number is added
     */
    Workers(String what, String name, int count, int queueLength, PinnedConnection.Source source) {
        this.what = what;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueLength), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.own = ThreadLocal.withInitial(() -> {
            PinnedConnection connection = new PinnedConnection(source);
            connections.add(connection);
            return connection;
        });
    }

    void submit(Job job) {
        try {
            threads.execute(new Queued(job));
        } catch (RejectedExecutionException e) {
            job.refuse(threads.isShutdown() ? Failures.stopping() : Failures.full(what));
        }
    }

    /** How many jobs wait for a thread. */
    int queued() {
        return threads.getQueue().size();
    }

    /** How many jobs run. */
    int running() {
        return threads.getActiveCount();
    }

    /** How many jobs are done. */
    long finished() {
        return threads.getCompletedTaskCount();
    }

    /** Takes in nothing more. */
    void shutdown() {
        threads.shutdown();
    }

    /** Waits for what is queued, refuses what takes too long, and closes the connections. */
    void close(Duration timeout) {
        threads.shutdown();
        try {
            threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
            threads.shutdownNow().forEach(task -> ((Queued) task).job.refuse(Failures.stopping()));
            threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            threads.shutdownNow().forEach(task -> ((Queued) task).job.refuse(Failures.stopping()));
            Thread.currentThread().interrupt();
        }
        connections.forEach(PinnedConnection::close);
    }

    private final class Queued implements Runnable {
        private final Job job;

        private Queued(Job job) {
            this.job = job;
        }

        @Override
        public void run() {
            job.run(own.get());
        }
    }
}
