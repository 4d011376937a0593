// SPDX-License-Identifier: Apache-2.0
package io.facet.settings.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody who mistyped a name may have meant. */
final class Nearest {
    private static final int FAR = 4;

    private Nearest() {}

    /** The name that takes the fewest changes of a character, or empty if all are too far off. */
    static Optional<String> to(String mistyped, Collection<String> names) {
        Map<String, Integer> distances = names.stream()
                .collect(Collectors.toMap(name -> name, name -> distance(mistyped, name), (first, same) -> first));
        return distances.entrySet().stream()
                .filter(entry -> entry.getValue() < FAR)
                .min(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(Map.Entry::getKey);
    }

    /** How many characters have to be put in, left out or replaced (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
