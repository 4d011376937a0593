// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.time.Duration;

/**
 * The settings, checked.
 *
 * @param startTimeout how long a new bundle may take to come up
 * @param stopTimeout how long a bundle may take to stop
 * @param grace how long what is past its time may take to end once it is interrupted
 * @param fetchTimeout how long fetching a jar may take
 * @param maxJarBytes bytes of the largest jar that is taken
 * @param historySize how many replaced bundles are kept of each subject
 */
record Settings(
        Duration startTimeout,
        Duration stopTimeout,
        Duration grace,
        Duration fetchTimeout,
        long maxJarBytes,
        int historySize) {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long MAX_MS = 3_600_000;

    /** @throws IllegalArgumentException naming the key and the value that is out of its range */
    static Settings of(UpgradeConfig config) {
        return new Settings(
                Duration.ofMillis(within("start.timeout.ms", config.start_timeout_ms(), MAX_MS)),
                Duration.ofMillis(within("stop.timeout.ms", config.stop_timeout_ms(), MAX_MS)),
                GRACE,
                Duration.ofMillis(within("fetch.timeout.ms", config.fetch_timeout_ms(), MAX_MS)),
                within("max.jar.bytes", config.max_jar_bytes(), 1L << 40),
                (int) within("history.size", config.history_size(), 100));
    }

    private static long within(String key, long value, long max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(
                    key + " in etc/io.facet.upgrade.cfg has to be between 1 and " + max + ", not " + value);
        }
        return value;
    }
}
