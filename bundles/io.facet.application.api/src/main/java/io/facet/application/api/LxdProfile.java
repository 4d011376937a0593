// SPDX-License-Identifier: Apache-2.0
package io.facet.application.api;

import java.util.Map;

/**
 * The LXD profile of a charm.
 *
 * @param config configuration by key
 * @param description what it is for
 * @param devices for each device its properties
 */
public record LxdProfile(Map<String, String> config, String description, Map<String, Map<String, String>> devices) {
    public LxdProfile {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
    }

    /** Whether the profile sets nothing; a description alone does not count. */
    public boolean isEmpty() {
        return config.isEmpty() && devices.isEmpty();
    }
}
