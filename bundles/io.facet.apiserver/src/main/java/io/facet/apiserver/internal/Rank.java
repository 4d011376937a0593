// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import java.util.Comparator;

/**
 * Order among services of one type, the best last, as the OSGi framework defines it.
 *
 * @param ranking {@code service.ranking}
 * @param serviceId {@code service.id}; of equal rankings the oldest service is the best
 */
public record Rank(int ranking, long serviceId) implements Comparable<Rank> {

    private static final Comparator<Rank> ORDER =
            Comparator.comparingInt(Rank::ranking).thenComparing(Rank::serviceId, Comparator.reverseOrder());

    @Override
    public int compareTo(Rank other) {
        return ORDER.compare(this, other);
    }
}
