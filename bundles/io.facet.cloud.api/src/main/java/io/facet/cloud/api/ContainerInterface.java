// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

import java.util.List;

/**
 * A network interface of a container ({@code networking.md} 3.2 to 3.4). Texts are empty and lists too where nothing is
 * known.
 *
 * @param deviceIndex position, from 0
 * @param name name in the container, such as {@code eth0}
 * @param type type of device, {@code ethernet}
 * @param macAddress MAC address
 * @param mtu MTU
 * @param parentName bridge on the host
 * @param virtualPortType port type of that bridge
 * @param configType {@code dhcp}, {@code static}, {@code manual} or empty
 * @param providerId id of the interface in the cloud
 * @param providerNetworkId id of the network in the cloud
 * @param providerSubnetId id of the subnet in the cloud
 * @param providerSpaceId id of the space in the cloud
 * @param providerAddressId id of the address in the cloud
 * @param providerVlanId id of the VLAN in the cloud
 * @param vlanTag 0 to 4094, 0 if untagged
 * @param disabled whether the interface is left down
 * @param noAutoStart whether it does not start with the container
 * @param defaultGateway whether its gateway is the default one
 * @param gatewayAddress gateway
 * @param origin {@code provider} or empty
 * @param addresses addresses, the first of them the primary one
 * @param dnsServers DNS servers
 * @param dnsSearchDomains DNS search domains
 * @param routes static routes
 */
public record ContainerInterface(
        int deviceIndex,
        String name,
        String type,
        String macAddress,
        long mtu,
        String parentName,
        String virtualPortType,
        String configType,
        String providerId,
        String providerNetworkId,
        String providerSubnetId,
        String providerSpaceId,
        String providerAddressId,
        String providerVlanId,
        int vlanTag,
        boolean disabled,
        boolean noAutoStart,
        boolean defaultGateway,
        String gatewayAddress,
        String origin,
        List<Address> addresses,
        List<String> dnsServers,
        List<String> dnsSearchDomains,
        List<Route> routes) {
    public ContainerInterface {
        addresses = List.copyOf(addresses);
        dnsServers = List.copyOf(dnsServers);
        dnsSearchDomains = List.copyOf(dnsSearchDomains);
        routes = List.copyOf(routes);
    }

    /**
     * An address of the interface.
     *
     * @param value IP address without prefix length; empty where the container has to ask for one
     * @param type {@code ipv4}, {@code ipv6} or {@code hostname}
     * @param scope scope, possibly empty
     * @param cidr network of the address
     * @param configType how it is configured, possibly empty
     * @param spaceName name of its space, possibly empty
     */
    public record Address(String value, String type, String scope, String cidr, String configType, String spaceName) {}

    /**
     * A static route.
     *
     * @param destinationCidr where it leads
     * @param gatewayIp by way of whom
     * @param metric its metric
     */
    public record Route(String destinationCidr, String gatewayIp, int metric) {}
}
