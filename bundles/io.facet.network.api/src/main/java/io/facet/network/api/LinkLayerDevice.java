// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import io.facet.core.MachineId;
import java.util.Locale;

/**
 * A link-layer device ({@code networking.md} 1.3).
 *
 * @param machine machine it belongs to
 * @param name name on that machine
 * @param type {@code loopback}, {@code ethernet}, {@code 802.1q}, {@code bond}, {@code bridge} or {@code vxlan}
 * @param mtu MTU
 * @param macAddress MAC address, always lower case with colons, empty if none
 * @param parentName device on the same machine, or {@code m#<host>#d#<device>}; empty if none
 * @param up whether it is up
 * @param autoStart whether it starts with the machine
 * @param virtualPortType {@code openvswitch} or empty
 * @param providerId id in the cloud, empty if none
 */
public record LinkLayerDevice(
        MachineId machine,
        String name,
        String type,
        long mtu,
        String macAddress,
        String parentName,
        boolean up,
        boolean autoStart,
        String virtualPortType,
        String providerId) {
    /** Takes a MAC address in any letter case, with dashes too. */
    public LinkLayerDevice {
        macAddress = macAddress.replace('-', ':').toLowerCase(Locale.ROOT);
    }
}
