// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import io.facet.core.MachineId;
import java.util.List;

/**
 * An address of a link-layer device ({@code networking.md} 1.4).
 *
 * @param machine machine of the device
 * @param deviceName name of the device
 * @param value IP address, without prefix length
 * @param subnetCidr network of the address
 * @param configMethod {@code dhcp}, {@code static}, {@code manual}, {@code loopback} or empty
 * @param origin {@code machine}, {@code provider} or empty
 * @param gatewayAddress gateway, empty if none
 * @param defaultGateway whether the gateway is the default one
 * @param secondary whether this is not the primary address of the device
 * @param shadow whether only the provider knows it
 * @param dnsServers DNS servers
 * @param dnsSearchDomains DNS search domains
 * @param providerId id in the cloud, empty if none
 * @param providerNetworkId id of the network in the cloud, empty if none
 * @param providerSubnetId id of the subnet in the cloud, empty if none
 */
public record DeviceAddress(
        MachineId machine,
        String deviceName,
        String value,
        String subnetCidr,
        String configMethod,
        String origin,
        String gatewayAddress,
        boolean defaultGateway,
        boolean secondary,
        boolean shadow,
        List<String> dnsServers,
        List<String> dnsSearchDomains,
        String providerId,
        String providerNetworkId,
        String providerSubnetId) {
    public DeviceAddress {
        dnsServers = List.copyOf(dnsServers);
        dnsSearchDomains = List.copyOf(dnsSearchDomains);
    }
}
