// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, on one connection, that commits many writes at once: a commit waits for the disk, and what is queued
 * meanwhile makes up the next group. Each write has a savepoint of its own, so one that fails leaves the others.
 */
final class GroupWriter implements Writer {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final String SAVEPOINT = "member";
    /** Queued last, behind all work. */
    private static final Task STOP = new Task(null, null, null);

    /** Either a write or work on the tables. */
    private record Task(Write<?> write, Runnable alteration, CompletableFuture<Void> altered) {
        void refuse(RuntimeException reason) {
            if (write != null) {
                write.fail(reason);
                write.settle();
            } else {
                altered.completeExceptionally(reason);
            }
        }
    }

    private final Dialect dialect;
    private final PinnedConnection pinned;
    private final BlockingQueue<Task> queue;
    private final int maxWrites;
    private final Duration maxTime;
    private final CommitCounter counter;
    private final ObjIntConsumer<String> committed;
    private final Thread thread;
    private volatile boolean stopping;
    /** Counted by the thread. */
    private volatile long writes;
    /** Counted by the thread. */
    private volatile long commits;

    /** @param committed told each model with logged changes and how many they are, after the commit */
    GroupWriter(
            Connections connections,
            Dialect dialect,
            Settings settings,
            CommitCounter counter,
            ObjIntConsumer<String> committed) {
        this.dialect = dialect;
        this.pinned = new PinnedConnection(connections::writer);
        this.queue = new ArrayBlockingQueue<>(settings.writerQueueLength());
        this.maxWrites = settings.groupMaxWrites();
        this.maxTime = settings.groupMax();
        this.counter = counter;
        this.committed = committed;
        this.thread = new Thread(this::work, "facet-store-writer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public int queueLength() {
        return queue.size() + queue.remainingCapacity();
    }

    @Override
    public long writes() {
        return writes;
    }

    @Override
    public long commits() {
        return commits;
    }

    @Override
    public void submit(Write<?> write) {
        offer(new Task(write, null, null));
    }

    @Override
    public void alter(Runnable work) {
        Task task = new Task(null, work, new CompletableFuture<>());
        offer(task);
        try {
            task.altered().get();
        } catch (InterruptedException e) {
            // Not begun if it is still queued; what is under way comes to its end without the one who asked.
            task.altered().cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to work on the tables", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private void offer(Task task) {
        if (stopping) {
            task.refuse(Failures.stopping());
        } else if (!queue.offer(task)) {
            task.refuse(Failures.full("writes"));
        } else if (stopping && !thread.isAlive() && queue.remove(task)) {
            // Queued behind the back of the thread that was leaving.
            task.refuse(Failures.stopping());
        }
    }

    private void work() {
        try {
            Task task = queue.take();
            while (task != STOP) {
                task = run(task);
                // What is done may not be held while waiting: a write is code of a bundle that may go.
                if (task == null) {
                    task = queue.take();
                }
            }
        } catch (InterruptedException e) {
            // Stopping has taken too long; close() refuses what is left.
            LOG.debug("Writer interrupted", e);
        }
    }

    /** Runs a task, or a group that begins with it; returns a task that was taken from the queue meanwhile, or null. */
    private Task run(Task task) {
        if (task.write() == null) {
            alterNow(task);
            return null;
        }
        List<Write<?>> group = new ArrayList<>();
        Task next = null;
        try {
            Connection connection = pinned.get();
            dialect.beginWrite(connection);
            long end = System.nanoTime() + maxTime.toNanos();
            next = task;
            while (next != null && next.write() != null) {
                group.add(next.write());
                join(connection, next.write());
                boolean room = group.size() < maxWrites && System.nanoTime() - end < 0;
                next = room ? queue.poll() : null;
            }
            commit(connection);
        } catch (Throwable e) {
            pinned.recover(dialect);
            if (group.isEmpty()) {
                task.refuse(new IllegalStateException("cannot write to " + dialect.place() + ": " + e.getMessage(), e));
                return null;
            }
            next = next == null || next.write() != null ? null : next;
            // What the group did is undone. It may be the fault of one: each is run again by itself.
            group.forEach(this::runAlone);
        }
        settle(group);
        return next;
    }

    private void join(Connection connection, Write<?> write) throws SQLException {
        Statements.execute(connection, "SAVEPOINT " + SAVEPOINT);
        try {
            write.run(dialect, connection);
        } catch (Throwable e) {
            write.fail(e);
            // Fails if SQLite has rolled back the whole transaction, as it does when the disk is full.
            Statements.execute(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        }
        Statements.execute(connection, "RELEASE SAVEPOINT " + SAVEPOINT);
    }

    private void runAlone(Write<?> write) {
        try {
            Connection connection = pinned.get();
            dialect.beginWrite(connection);
            write.run(dialect, connection);
            commit(connection);
        } catch (Throwable e) {
            pinned.recover(dialect);
            write.fail(e);
        }
    }

    private void commit(Connection connection) throws SQLException {
        counter.begin();
        try {
            dialect.commit(connection);
        } finally {
            counter.end();
        }
        commits++;
    }

    private void settle(List<Write<?>> group) {
        Map<String, Integer> changes = new HashMap<>();
        group.stream()
                .filter(write -> write.changes() > 0)
                .forEach(write -> changes.merge(write.modelUuid(), write.changes(), Integer::sum));
        changes.forEach(committed::accept);
        writes += group.stream().filter(Write::succeeded).count();
        group.forEach(Write::settle);
    }

    private void alterNow(Task task) {
        if (task.altered().isDone()) {
            return;
        }
        counter.begin();
        try {
            task.alteration().run();
        } catch (Throwable e) {
            task.altered().completeExceptionally(e);
        } finally {
            counter.end();
        }
        task.altered().complete(null);
    }

    @Override
    public void close(Duration timeout) {
        stopping = true;
        try {
            if (queue.offer(STOP, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.join(timeout.toMillis());
            }
            // Before the interruption, or the thread would go on with what is queued.
            refuseQueued();
            if (thread.isAlive()) {
                queue.put(STOP);
                thread.interrupt();
                thread.join(timeout.toMillis());
                refuseQueued();
            }
        } catch (InterruptedException e) {
            refuseQueued();
            Thread.currentThread().interrupt();
        }
        pinned.close();
    }

    private void refuseQueued() {
        List<Task> left = new ArrayList<>();
        queue.drainTo(left);
        left.remove(STOP);
        left.forEach(task -> task.refuse(Failures.stopping()));
    }
}
