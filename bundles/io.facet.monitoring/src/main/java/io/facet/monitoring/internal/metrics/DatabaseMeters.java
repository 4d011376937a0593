// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.facet.store.api.Database;
import io.facet.store.api.DatabaseFigures;
import io.facet.store.api.DatabaseStatus;
import io.micrometer.core.instrument.MeterRegistry;

/** The figures of the database, and what it last said of itself. */
final class DatabaseMeters implements AutoCloseable {

    private static final String BYTES = "bytes";

    private final MeterRegistry registry;
    private final MeterGroup<DatabaseFigures> figures;
    private MeterGroup<DatabaseStatus> said;
    private volatile DatabaseStatus status;

    DatabaseMeters(MeterRegistry registry, Database database) {
        this.registry = registry;
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

    /** Shows what the database said; the meters for it are there from the first time on. */
    void show(DatabaseStatus now) {
        status = now;
        if (said == null) {
            said = new MeterGroup<>(registry, () -> status)
                    .gauge("facet.database.size", BYTES, "Size on disk", DatabaseStatus::bytes)
                    .gauge("facet.database.free", BYTES, "How much of it is unused", DatabaseStatus::freeBytes)
                    .gauge("facet.change.log.rows", "Changes in the change log", DatabaseStatus::logRows);
        }
    }

    @Override
    public void close() {
        figures.close();
        if (said != null) {
            said.close();
        }
    }
}
