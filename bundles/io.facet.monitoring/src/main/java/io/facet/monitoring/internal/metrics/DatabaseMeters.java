// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.facet.store.api.Database;
import io.facet.store.api.DatabaseFigures;
import io.facet.store.api.DatabaseStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The figures of the database, and what it last said of itself. For that it has to be asked, so it is asked seldom. */
final class DatabaseMeters implements AutoCloseable {

    private static final String BYTES = "bytes";

    /** Time between two questions: to count a long change log takes a while. */
    private static final long PAUSE_NS = TimeUnit.MINUTES.toNanos(1);

    private final MeterRegistry registry;
    private final Database database;
    private final MeterGroup<DatabaseFigures> figures;
    private CompletableFuture<DatabaseStatus> question; // guarded by this
    private long asked; // when; guarded by this
    private MeterGroup<DatabaseStatus> said; // guarded by this
    private boolean closed; // guarded by this
    private volatile DatabaseStatus status;

    DatabaseMeters(MeterRegistry registry, Database database) {
        this.registry = registry;
        this.database = database;
        figures = new MeterGroup<>(registry, database::figures)
                .gauge("facet.database.writes.queued", "Writes that wait for their turn", DatabaseFigures::writesQueued)
                .gauge("facet.database.writes.queued.limit", "How many may", DatabaseFigures::maxWritesQueued)
                .gauge("facet.database.reads.queued", "Reads that wait for a thread", DatabaseFigures::readsQueued)
                .gauge("facet.database.reads.queued.limit", "How many may", DatabaseFigures::maxReadsQueued)
                .gauge("facet.database.reads.running", "Reads that run", DatabaseFigures::readsRunning)
                .gauge("facet.database.reads.running.limit", "How many may", DatabaseFigures::readerThreads)
                .counter("facet.database.writes", null, "Writes acknowledged", DatabaseFigures::writes)
                .counter("facet.database.commits", null, "Commits made for them", DatabaseFigures::commits)
                .counter("facet.database.reads", null, "Reads finished", DatabaseFigures::reads)
                .gauge("facet.database.connections", "Open connections to it", DatabaseFigures::connectionsOpen)
                .gauge(
                        "facet.database.connections.limit",
                        "How many there may be; 0 if the data source does not say",
                        DatabaseFigures::maxConnections)
                .gauge(
                        "facet.changes.behind",
                        "Changes that watchers were not told yet",
                        DatabaseFigures::changesBehind)
                .gauge(
                        "facet.changes.lag",
                        "seconds",
                        "How long the oldest of them has been waiting",
                        now -> MeterGroup.seconds(now.lag()));
    }

    /** Asks the database what it says of itself, unless it was asked a short time ago or has not answered yet. */
    synchronized void ask() {
        long now = System.nanoTime();
        if (question == null || question.isDone() && now - asked >= PAUSE_NS) {
            asked = now;
            question = database.status().toCompletableFuture();
            // No answer leaves the last one; that the database does not answer is told by its check.
            question.thenAccept(this::show);
        }
    }

    /** The meters for what it says are there from its first answer on. */
    private synchronized void show(DatabaseStatus answer) {
        status = answer;
        if (said == null && !closed) {
            said = new MeterGroup<>(registry, () -> status)
                    .gauge("facet.database.size", BYTES, "Size on disk", DatabaseStatus::bytes)
                    .gauge("facet.database.free", BYTES, "How much of it is unused", DatabaseStatus::freeBytes)
                    .gauge("facet.change.log.rows", "Changes in the change log", DatabaseStatus::logRows);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        figures.close();
        if (said != null) {
            said.close();
        }
    }
}
