// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.network.api.BridgePolicy;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.HostNetwork;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The devices of a host, by the spaces their addresses are in ({@code networking.md} 2.3). */
final class HostDevices {

    static final String LOOPBACK = "loopback";
    static final String BRIDGE = "bridge";

    /** The bridge that LXD makes on its own, without a way out. */
    private static final String LXD_BRIDGE = "lxdbr0";

    private static final String OPEN_VSWITCH = "openvswitch";

    private final HostNetwork host;
    private final Map<String, LinkLayerDevice> byName;
    private final Map<String, List<DeviceAddress>> addresses;

    HostDevices(HostNetwork host) {
        this.host = host;
        byName = host.devices().stream().collect(Collectors.toMap(LinkLayerDevice::name, Function.identity()));
        addresses = host.addresses().stream().collect(Collectors.groupingBy(DeviceAddress::deviceName));
    }

    /**
     * The devices with an address in each of the spaces, in natural order; a space without any is there all the same.
     *
     * @throws io.facet.core.FacetException if an address lies in no sound network
     */
    Map<String, List<LinkLayerDevice>> in(Collection<String> spaceIds) {
        SubnetLookup subnets = new SubnetLookup(host.subnets());
        Map<String, List<LinkLayerDevice>> bySpace = host.devices().stream()
                .filter(device -> addresses.containsKey(device.name()))
                .filter(device -> !device.type().equals(LOOPBACK))
                .sorted(Comparator.comparing(LinkLayerDevice::name, DeviceNames.NATURAL_ORDER))
                .collect(Collectors.groupingBy(device -> space(device, subnets)));
        Map<String, List<LinkLayerDevice>> wanted = new LinkedHashMap<>();
        spaceIds.forEach(id -> wanted.put(id, bySpace.getOrDefault(id, List.of())));
        return wanted;
    }

    /** Of several addresses the last one decides; one without a network tells as little as an unknown network. */
    private String space(LinkLayerDevice device, SubnetLookup subnets) {
        List<DeviceAddress> own = addresses.get(device.name());
        return Optional.of(own.get(own.size() - 1).subnetCidr())
                .filter(cidr -> !cidr.isEmpty())
                .flatMap(subnets::around)
                .map(Subnet::spaceId)
                .orElse(Space.ALPHA_ID);
    }

    /** The address that a container's interface on this device goes by. */
    DeviceAddress firstAddress(LinkLayerDevice device) {
        return addresses.get(device.name()).get(0);
    }

    Optional<LinkLayerDevice> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether containers could hang on the device: a bridge, or for the method {@code provider} an Open vSwitch one. */
    boolean isBridge(LinkLayerDevice device) {
        return device.type().equals(BRIDGE)
                || !isLocal() && device.virtualPortType().equals(OPEN_VSWITCH);
    }

    /** Whether this is LXD's own bridge. */
    boolean isLxdBridge(LinkLayerDevice device) {
        return device.name().equals(LXD_BRIDGE) && isBridge(device);
    }

    boolean isLocal() {
        return host.method().equals(BridgePolicy.LOCAL);
    }
}
