// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import java.util.Comparator;

/**
 * One version of one facade.
 *
 * @param name facade name, case-sensitive
 * @param version version; a request may name any 64-bit number
 */
public record FacadeKey(String name, long version) implements Comparable<FacadeKey> {

    private static final Comparator<FacadeKey> ORDER =
            Comparator.comparing(FacadeKey::name).thenComparingLong(FacadeKey::version);

    @Override
    public int compareTo(FacadeKey other) {
        return ORDER.compare(this, other);
    }

    /** Name and version as people write them, such as {@code Provisioner 11}. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}
