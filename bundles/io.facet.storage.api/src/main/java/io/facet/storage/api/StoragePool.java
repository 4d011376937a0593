// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A storage pool.
 *
 * @param name its name
 * @param provider type of its storage provider
 * @param attributes attributes, always text
 */
public record StoragePool(String name, String provider, Map<String, String> attributes) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]+[-?a-zA-Z0-9]*");

    public StoragePool {
        attributes = Map.copyOf(attributes);
    }

    /** Whether {@code name} has the shape of a pool name ({@code provisioning-info.md} section 9). */
    public static boolean isValidName(String name) {
        return NAME.matcher(name).matches();
    }
}
