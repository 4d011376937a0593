// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import java.time.Duration;

/**
 * How busy the store is. Counters count from its start.
 *
 * @param writesQueued writes that wait for their turn
 * @param maxWritesQueued how many may
 * @param readsQueued reads that wait for a thread
 * @param maxReadsQueued how many may
 * @param readsRunning reads that run
 * @param readerThreads how many may
 * @param writes writes acknowledged
 * @param commits commits made for them
 * @param reads reads finished
 * @param changesBehind committed changes of this controller that the stream has not handed out yet
 * @param lag how long the oldest of those has been waiting; zero if there is none
 * @param connectionsOpen connections to the database that the store has open
 * @param maxConnections how many it opens at most, which the data source has been found to give
 */
public record DatabaseFigures(
        int writesQueued,
        int maxWritesQueued,
        int readsQueued,
        int maxReadsQueued,
        int readsRunning,
        int readerThreads,
        long writes,
        long commits,
        long reads,
        long changesBehind,
        Duration lag,
        int connectionsOpen,
        int maxConnections) {}
