// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

import java.util.Map;

/**
 * A storage pool that the controller's own model starts with.
 *
 * @param name its name, such as {@code ebs-ssd}
 * @param provider type of its storage provider
 * @param attributes attributes, always text
 */
public record DefaultPool(String name, String provider, Map<String, String> attributes) {
    public DefaultPool {
        attributes = Map.copyOf(attributes);
    }
}
