// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.util.Map;
import java.util.stream.Collectors;

/** Numbers of entities by kind, as a phrase. */
public final class Kinds {
    private Kinds() {}

    /** Such as {@code 26 machines, 7 containers}; in the order of the map. */
    public static String phrase(Map<String, ? extends Number> counts, String none) {
        return counts.isEmpty()
                ? none
                : counts.entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining(", "));
    }
}
