// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.FacetException;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.Guest;
import io.facet.network.api.GuestInterface;
import io.facet.network.api.HostNetwork;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Prepares the interfaces of a container, one for each bridge into its spaces ({@code networking.md} 3.2). */
final class GuestInterfaces {

    private static final String FAN_PREFIX = "fan-";
    private static final String VXLAN = "vxlan";
    private static final int MAC_BOUND = 1 << 24;

    private final HostNetwork host;
    private final HostDevices devices;
    private final Random random;

    GuestInterfaces(HostNetwork host, Random random) {
        this.host = host;
        this.random = random;
        devices = new HostDevices(host);
    }

    List<GuestInterface> of(Guest guest, boolean byProvider) {
        WantedSpaces spaces = new WantedSpaces(host);
        Set<String> wanted = spaces.of(guest);
        List<LinkLayerDevice> bridges = bridges(devices.in(wanted));
        if (bridges.isEmpty()) {
            throw FacetException.uncoded("unable to find host bridge for space(s) " + spaces.list(wanted)
                    + " for container \"" + guest.id() + "\"");
        }
        return IntStream.range(0, bridges.size())
                .mapToObj(i -> on(bridges.get(i), "eth" + i, byProvider))
                .toList();
    }

    private List<LinkLayerDevice> bridges(Map<String, List<LinkLayerDevice>> bySpace) {
        List<LinkLayerDevice> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        bySpace.forEach((space, inSpace) -> {
            List<LinkLayerDevice> bridges = inSpace.stream()
                    .filter(device -> devices.isBridge(device) && !devices.isLxdBridge(device))
                    .toList();
            if (bridges.isEmpty()) {
                missing.add(space);
            }
            found.addAll(bridges);
        });
        if (devices.isLocal() && missing.equals(List.of(Space.ALPHA_ID))) {
            bySpace.get(Space.ALPHA_ID).stream().filter(devices::isLxdBridge).forEach(found::add);
        }
        found.sort(Comparator.comparing(LinkLayerDevice::name, DeviceNames.NATURAL_ORDER));
        return found;
    }

    private GuestInterface on(LinkLayerDevice bridge, String name, boolean byProvider) {
        DeviceAddress address = devices.firstAddress(bridge);
        if (!byProvider) {
            return new GuestInterface(
                    name,
                    mac(),
                    mtu(bridge),
                    bridge.name(),
                    bridge.virtualPortType(),
                    "dhcp",
                    address.subnetCidr(),
                    "",
                    0,
                    false);
        }
        Subnet subnet = subnet(bridge, address);
        return new GuestInterface(
                name,
                mac(),
                mtu(bridge),
                bridge.name(),
                bridge.virtualPortType(),
                "static",
                subnet.cidr(),
                subnet.providerId(),
                subnet.vlanTag(),
                address.defaultGateway());
    }

    private Subnet subnet(LinkLayerDevice bridge, DeviceAddress address) {
        String cidr = address.subnetCidr();
        try {
            return new SubnetLookup(host.subnets())
                    .around(cidr)
                    .orElseThrow(() -> FacetException.notFound("subnet \"" + cidr + "\""));
        } catch (FacetException e) {
            throw e.inContext("retrieving subnet \"" + cidr + "\" used by address \"" + address.value()
                    + "\" of host machine device \"" + bridge.name() + "\"");
        }
    }

    /** A fan bridge claims more than the tunnel behind it carries. */
    private long mtu(LinkLayerDevice bridge) {
        if (!bridge.name().startsWith(FAN_PREFIX)) {
            return bridge.mtu();
        }
        return host.devices().stream()
                .filter(device ->
                        device.type().equals(VXLAN) && device.parentName().equals(bridge.name()))
                .map(LinkLayerDevice::mtu)
                .findFirst()
                .orElseThrow(() -> FacetException.notFound("vxlan device of bridge \"" + bridge.name() + "\"")
                        .inContext("determining child MTU"));
    }

    private String mac() {
        String bytes = String.format(Locale.ROOT, "%06x", random.nextInt(MAC_BOUND));
        return "00:16:3e:" + bytes.substring(0, 2) + ":" + bytes.substring(2, 4) + ":" + bytes.substring(4);
    }
}
