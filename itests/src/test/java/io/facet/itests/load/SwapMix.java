// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The order in which things are exchanged: first one of each kind, then each kind as often as its weight asks. */
public final class SwapMix {

    private SwapMix() {}

    /** As many as wanted, the same for the same seed. */
    public static List<SwapKind> of(Set<SwapKind> kinds, int count, Random random) {
        List<SwapKind> first = new ArrayList<>(kinds);
        Collections.shuffle(first, random);
        List<SwapKind> heaviestFirst = kinds.stream()
                .sorted(Comparator.comparingInt(SwapKind::weight).reversed())
                .toList();
        int total = heaviestFirst.stream().mapToInt(SwapKind::weight).sum();
        List<SwapKind> rest = new ArrayList<>();
        for (SwapKind kind : heaviestFirst) {
            rest.addAll(Collections.nCopies(Math.max(0, count * kind.weight() / total - 1), kind));
        }
        for (int i = 0; first.size() + rest.size() < count; i++) {
            rest.add(heaviestFirst.get(i % heaviestFirst.size()));
        }
        Collections.shuffle(rest, random);
        first.addAll(rest);
        return first.subList(0, count);
    }
}
