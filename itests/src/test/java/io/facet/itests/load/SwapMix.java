// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The order in which things are exchanged: each kind as often as its weight asks, at least once if there is room. */
public final class SwapMix {

    private SwapMix() {}

    /** As many as wanted, the same for the same seed. */
    public static List<SwapKind> of(Set<SwapKind> kinds, int count, Random random) {
        List<SwapKind> heaviestFirst = kinds.stream()
                .sorted(Comparator.comparingInt(SwapKind::weight).reversed())
                .toList();
        int total = heaviestFirst.stream().mapToInt(SwapKind::weight).sum();
        List<SwapKind> mix = new ArrayList<>();
        for (SwapKind kind : heaviestFirst) {
            mix.addAll(Collections.nCopies(Math.max(1, count * kind.weight() / total), kind));
        }
        for (int i = 0; mix.size() < count; i++) {
            mix.add(heaviestFirst.get(i % heaviestFirst.size()));
        }
        Collections.shuffle(mix, random);
        return mix.subList(0, count);
    }
}
