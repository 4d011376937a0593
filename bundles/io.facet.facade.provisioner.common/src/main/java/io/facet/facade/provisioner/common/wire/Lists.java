// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import java.util.List;
import java.util.Objects;

/** Lists and texts as clients send them: missing or null means empty, and a null in a list means an empty entry. */
final class Lists {

    private Lists() {}

    static <T> List<T> of(List<T> sent, T forNull) {
        return sent == null
                ? List.of()
                : sent.stream()
                        .map(entry -> Objects.requireNonNullElse(entry, forNull))
                        .toList();
    }

    static String text(String sent) {
        return Objects.requireNonNullElse(sent, "");
    }
}
