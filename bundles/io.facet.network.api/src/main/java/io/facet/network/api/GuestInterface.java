// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

/**
 * An interface prepared for a container ({@code networking.md} 3.2).
 *
 * @param name its name, {@code eth0} and so on
 * @param macAddress a random MAC address
 * @param mtu MTU
 * @param parentName the bridge on the host
 * @param virtualPortType port type of that bridge
 * @param configMethod {@code dhcp} or {@code static}
 * @param cidr network of the address that it will get
 * @param providerSubnetId id of that network in the cloud, empty if the cloud is not asked
 * @param vlanTag VLAN tag of that network, 0 if the cloud is not asked
 * @param defaultGateway whether the host's default route leads over the bridge; false if the cloud is not asked
 */
public record GuestInterface(
        String name,
        String macAddress,
        long mtu,
        String parentName,
        String virtualPortType,
        String configMethod,
        String cidr,
        String providerSubnetId,
        int vlanTag,
        boolean defaultGateway) {}
