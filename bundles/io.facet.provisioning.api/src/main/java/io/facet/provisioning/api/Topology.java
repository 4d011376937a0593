// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in the network a machine has to go ({@code networking.md} section 6).
 *
 * @param subnetZones availability zones by provider subnet id
 * @param spaceSubnets provider subnet ids by space name, in the order of the names
 */
public record Topology(Map<String, List<String>> subnetZones, Map<String, List<String>> spaceSubnets) {
    public Topology {
        subnetZones = Collections.unmodifiableMap(new LinkedHashMap<>(subnetZones));
        spaceSubnets = Collections.unmodifiableMap(new LinkedHashMap<>(spaceSubnets));
    }
}
