// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import java.util.List;

/**
 * What an agent reports of a link-layer device ({@code networking.md} 5.1 and 5.2). Several entries may tell of one device.
 *
 * @param name name on the machine
 * @param type {@code loopback}, {@code ethernet}, {@code 802.1q}, {@code bond}, {@code bridge} or {@code vxlan}
 * @param macAddress MAC address, lower case with colons, empty if none
 * @param mtu MTU; a negative one counts as 0
 * @param parentName name of the device it belongs to, empty if none
 * @param virtualPortType {@code openvswitch} or empty
 * @param up whether it is up
 * @param autoStart whether it starts with the machine
 * @param vlanTag VLAN tag, 0 if untagged
 * @param origin {@code machine}, {@code provider} or empty
 * @param gatewayAddress gateway, empty if none
 * @param defaultGateway whether the gateway is the default one
 * @param dnsServers DNS servers
 * @param dnsSearchDomains DNS search domains
 * @param providerIds what the cloud calls it and its networks
 * @param addresses its addresses
 */
public record ObservedDevice(
        String name,
        String type,
        String macAddress,
        long mtu,
        String parentName,
        String virtualPortType,
        boolean up,
        boolean autoStart,
        int vlanTag,
        String origin,
        String gatewayAddress,
        boolean defaultGateway,
        List<String> dnsServers,
        List<String> dnsSearchDomains,
        ProviderIds providerIds,
        List<ObservedAddress> addresses) {
    public ObservedDevice {
        dnsServers = List.copyOf(dnsServers);
        dnsSearchDomains = List.copyOf(dnsSearchDomains);
        addresses = List.copyOf(addresses);
    }

    /**
     * Ids in the cloud; each may be empty.
     *
     * @param device id of the device
     * @param network id of the network of its addresses
     * @param subnet id of the subnet of its addresses
     * @param address id of its address
     */
    public record ProviderIds(String device, String network, String subnet, String address) {
        /** No ids. */
        public static final ProviderIds NONE = new ProviderIds("", "", "", "");
    }
}
