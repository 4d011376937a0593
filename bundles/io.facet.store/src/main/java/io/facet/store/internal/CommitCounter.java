// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the commits of the one writer, so that readers can tell whether the database is as it was. The number is odd from
 * before a commit until after it, since meanwhile nobody knows which of the two states a reader sees; and always where
 * others write too.
 */
final class CommitCounter {

    /** Room for so many bits of commits in each millisecond, which makes the numbers of a later store larger. */
    private static final int BITS = 20;

    private final AtomicLong number;

    /** @param single whether nobody else writes to the database */
    CommitCounter(boolean single) {
        // What was kept from a store that was open before must not be taken for what this one shows.
        number = new AtomicLong(single ? System.currentTimeMillis() << BITS : 1);
    }

    /** A commit may take effect from now on. Called by the writer alone. */
    void begin() {
        number.incrementAndGet();
    }

    /** It has taken effect, or failed. */
    void end() {
        number.incrementAndGet();
    }

    /** The number of the present state; empty while a commit is under way. */
    OptionalLong current() {
        long now = number.get();
        return now % 2 == 0 ? OptionalLong.of(now) : OptionalLong.empty();
    }

    /** Whether the state is still the one with this number. */
    boolean is(long state) {
        return number.get() == state;
    }
}
