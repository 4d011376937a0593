// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

import java.util.Map;

/**
 * A storage pool.
 *
 * @param name its name
 * @param provider type of its storage provider
 * @param attributes attributes, always text
 */
public record StoragePool(String name, String provider, Map<String, String> attributes) {
    public StoragePool {
        attributes = Map.copyOf(attributes);
    }
}
