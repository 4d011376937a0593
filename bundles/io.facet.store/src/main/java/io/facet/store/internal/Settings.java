// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.time.Duration;

/**
 * The checked settings of the store.
 *
 * @param readerThreads reads that run at the same time
 * @param readerQueueLength reads that wait for a thread
 * @param writerThreads writes that run at the same time, on a database that allows several
 * @param writerQueueLength writes that wait for their turn
 * @param groupMaxWrites writes that share a commit at most
 * @param groupMax how long a group takes in further writes
 * @param conflictRetries how often a write is run again after a conflict
 * @param busyTimeout how long SQLite waits for a lock
 * @param logRetention age below which the change log is kept
 * @param pollInterval how often the change log is looked at for the writes of other controllers
 * @param stopTimeout how long queued work may take when the store stops
 */
public record Settings(
        int readerThreads,
        int readerQueueLength,
        int writerThreads,
        int writerQueueLength,
        int groupMaxWrites,
        Duration groupMax,
        int conflictRetries,
        Duration busyTimeout,
        Duration logRetention,
        Duration pollInterval,
        Duration stopTimeout) {

    /**
     * The settings given in {@code etc/io.facet.store.cfg}.
     *
     * @throws IllegalArgumentException naming the key and the value that will not do
     */
    public static Settings of(StoreConfig config) {
        return new Settings(
                within("reader.threads", config.reader_threads(), 1, 64),
                within("reader.queue.length", config.reader_queue_length(), 1, 1_000_000),
                within("writer.threads", config.writer_threads(), 1, 64),
                within("writer.queue.length", config.writer_queue_length(), 1, 1_000_000),
                within("group.max.writes", config.group_max_writes(), 1, 10_000),
                millis("group.max.ms", config.group_max_ms(), 1, 1_000),
                within("conflict.retries", config.conflict_retries(), 0, 100),
                millis("busy.timeout.ms", config.busy_timeout_ms(), 100, 600_000),
                Duration.ofMinutes(within("log.retention.minutes", config.log_retention_minutes(), 1, 525_600)),
                millis("poll.interval.ms", config.poll_interval_ms(), 10, 60_000),
                millis("stop.timeout.ms", config.stop_timeout_ms(), 1, 600_000));
    }

    private static Duration millis(String key, int value, int least, int most) {
        return Duration.ofMillis(within(key, value, least, most));
    }

    private static int within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "io.facet.store: " + key + " = " + value + " must be between " + least + " and " + most);
        }
        return value;
    }
}
