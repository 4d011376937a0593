// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import java.util.List;

/**
 * The bridges that a host has to make before it can carry a container ({@code networking.md} 2.5).
 *
 * @param bridges the bridges in the natural order of their devices; none, if nothing is missing
 * @param reconfigureDelay seconds to wait for the network to settle
 */
public record MissingBridges(List<Bridge> bridges, int reconfigureDelay) {
    public MissingBridges {
        bridges = List.copyOf(bridges);
    }

    /**
     * A bridge to make.
     *
     * @param hostDevice device to put into it
     * @param name name of the bridge
     * @param macAddress MAC address of the device, possibly empty
     */
    public record Bridge(String hostDevice, String name, String macAddress) {}
}
