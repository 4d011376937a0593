// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.util.function.LongSupplier;

/** How often people are told how far something is: every other second, and nothing of what is over in a moment. */
final class Pace {
    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final LongSupplier nanos;
    private long last;

    Pace(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** Whether something is to be told now; then the next time is an interval later. */
    boolean isDue() {
        long now = nanos.getAsLong();
        if (now - last < INTERVAL_NANOS) {
            return false;
        }
        last = now;
        return true;
    }
}
