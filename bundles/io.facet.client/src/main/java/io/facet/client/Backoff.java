// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait between attempts: doubling from first to longest, each with up to half of it taken off at random so
 * that many clients do not come back at the same moment.
 *
 * @param first wait after the first failure
 * @param longest the wait grows no longer than this
 */
public record Backoff(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 20;

    public Backoff {
        if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off from " + first + " to " + longest + " not valid");
        }
    }

    /** From 250 ms to 30 s. */
    public static Backoff standard() {
        return new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));
    }

    /**
     * The wait before the next attempt.
     *
     * @param failures how many attempts failed in a row, at least 1
     */
    Duration after(int failures) {
        long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
        return Duration.ofMillis(full - ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
