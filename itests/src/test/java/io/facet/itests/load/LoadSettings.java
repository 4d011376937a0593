// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of everything; each is a system property.
 *
 * @param swaps how many exchanges, {@code facet.swaps}
 * @param connections connections that stay, {@code facet.load.connections}
 * @param inFlight calls in flight on one connection, {@code facet.load.inflight}
 * @param rate calls per second, {@code facet.load.rate}
 * @param seed of all that is random, {@code facet.load.seed}
 * @param kinds the kinds of exchange to choose from, {@code facet.swap.kinds}, separated by commas; all by default
 */
public record LoadSettings(int swaps, int connections, int inFlight, int rate, long seed, Set<SwapKind> kinds) {

    /** What the system properties say. */
    public static LoadSettings fromSystemProperties() {
        String kinds = System.getProperty("facet.swap.kinds", "");
        return new LoadSettings(
                Integer.getInteger("facet.swaps", 200),
                Integer.getInteger("facet.load.connections", 60),
                Integer.getInteger("facet.load.inflight", 8),
                Integer.getInteger("facet.load.rate", 300),
                Long.getLong("facet.load.seed", new Random().nextLong()),
                kinds.isEmpty()
                        ? EnumSet.allOf(SwapKind.class)
                        : Arrays.stream(kinds.split(","))
                                .map(SwapKind::valueOf)
                                .collect(Collectors.toCollection(() -> EnumSet.noneOf(SwapKind.class))));
    }
}
