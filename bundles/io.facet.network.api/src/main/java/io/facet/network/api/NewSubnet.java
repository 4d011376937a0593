// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import java.util.List;

/**
 * A subnet to add.
 *
 * @param cidr its range, in canonical form
 * @param providerId id in the cloud, empty if none
 * @param providerNetworkId id of its network in the cloud, empty if none
 * @param vlanTag 0 to 4094, 0 if untagged
 * @param availabilityZones names of its zones, possibly none
 * @param spaceId id of its space
 */
public record NewSubnet(
        String cidr,
        String providerId,
        String providerNetworkId,
        int vlanTag,
        List<String> availabilityZones,
        String spaceId) {
    public NewSubnet {
        availabilityZones = List.copyOf(availabilityZones);
    }
}
