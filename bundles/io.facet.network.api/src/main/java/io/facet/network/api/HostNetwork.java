// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import io.facet.core.MachineId;
import java.util.List;

/**
 * What the bridge policy goes by, read once for all containers of a host.
 *
 * @param host the host
 * @param method {@link BridgePolicy#LOCAL} or {@link BridgePolicy#PROVIDER}
 * @param bondReconfigureDelay seconds to wait when a bond is bridged
 * @param spaces all spaces
 * @param subnets all subnets, sorted by id
 * @param devices devices of the host, sorted by name
 * @param addresses addresses of the host, sorted by device and value
 */
public record HostNetwork(
        MachineId host,
        String method,
        int bondReconfigureDelay,
        List<Space> spaces,
        List<Subnet> subnets,
        List<LinkLayerDevice> devices,
        List<DeviceAddress> addresses) {
    public HostNetwork {
        spaces = List.copyOf(spaces);
        subnets = List.copyOf(subnets);
        devices = List.copyOf(devices);
        addresses = List.copyOf(addresses);
    }
}
