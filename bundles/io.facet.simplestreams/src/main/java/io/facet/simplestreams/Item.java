// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import java.util.Map;

/**
 * One item of a product, with aliases applied and inherited attributes filled in ({@code provisioning-info.md} 7.4).
 *
 * @param product id of the product
 * @param version key of the version of the product, such as {@code 20241002}
 * @param attributes its attributes; numbers as they are written
 */
public record Item(String product, String version, Map<String, String> attributes) {
    public Item {
        attributes = Map.copyOf(attributes);
    }

    /** An attribute, empty if it has none of that name. */
    public String get(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }
}
