// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Limits the rate of agent logins ({@code wire.md} 5.3). Starts full and gains one token per interval. */
final class TokenBucket {
    private final long capacity;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private long tokens;
    private long filledAt;

    /**
     * @param capacity how many tokens it holds; 0 for no limit
     * @param interval time in which a token comes
     * @param nanoTime clock
     */
    TokenBucket(long capacity, Duration interval, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.tokens = capacity;
        this.filledAt = nanoTime.getAsLong();
    }

    /** Takes a token; false if there is none. */
    synchronized boolean take() {
        if (capacity == 0) {
            return true;
        }
        long gained = (nanoTime.getAsLong() - filledAt) / intervalNanos;
        if (gained > 0) {
            filledAt += gained * intervalNanos;
            tokens = Math.min(capacity, tokens + gained);
        }
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }
}
