// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

import java.util.Set;

/**
 * What a type of cloud can do.
 *
 * @param regional whether images are searched by region and endpoint ({@code provisioning-info.md} 7.1)
 * @param containerAddresses whether containers get their network from it unless configured otherwise ({@code
 *     provisioning-info.md} 10.1)
 * @param lxdProfiles whether it writes LXD profiles ({@code provisioning-info.md} 6.1)
 * @param zonelessSubnets whether subnets without availability zones can be used ({@code networking.md} 6.1)
 * @param storageProviders storage provider types that the environ itself owns ({@code provisioning-info.md} 4.1)
 */
public record CloudCapabilities(
        boolean regional,
        boolean containerAddresses,
        boolean lxdProfiles,
        boolean zonelessSubnets,
        Set<String> storageProviders) {
    public CloudCapabilities {
        storageProviders = Set.copyOf(storageProviders);
    }
}
