// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import java.time.Duration;

/**
 * The moment by which all must be done.
 *
 * @param nanos the moment, on the clock of {@link System#nanoTime}
 * @param whole how long the whole may take, for messages
 */
record Deadline(long nanos, Duration whole) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), time);
    }

    /** What is left, at least 0. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    boolean passed() {
        return left().isZero();
    }

    @Override
    public String toString() {
        return whole.toSeconds() + " s";
    }
}
