// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.network.api.Guest;
import io.facet.network.api.HostNetwork;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.MissingBridges;
import io.facet.network.api.Space;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what has to be bridged for a container ({@code networking.md} 2.4 and 2.5). */
final class BridgeFinder {

    private static final String VLAN = "802.1q";
    private static final String BOND = "bond";
    private static final Set<String> VLAN_PARENTS = Set.of("ethernet", BOND);
    private static final Set<String> NEVER = Set.of(HostDevices.LOOPBACK, HostDevices.BRIDGE);

    private final HostNetwork host;
    private final HostDevices devices;

    BridgeFinder(HostNetwork host) {
        this.host = host;
        devices = new HostDevices(host);
    }

    MissingBridges missingFor(Guest guest) {
        WantedSpaces spaces = new WantedSpaces(host);
        Map<String, List<LinkLayerDevice>> bySpace = devices.in(spaces.of(guest));
        List<LinkLayerDevice> chosen = new ArrayList<>();
        List<String> without = new ArrayList<>();
        bySpace.forEach((space, inSpace) -> {
            if (inSpace.stream().anyMatch(this::satisfies)) {
                return;
            }
            List<LinkLayerDevice> bridgeable = choose(space, inSpace);
            if (bridgeable.isEmpty()) {
                without.add(space);
            }
            chosen.addAll(bridgeable);
        });
        if (!without.isEmpty()) {
            throw FacetException.uncoded(
                    "host machine \"" + host.host() + "\" has no available device in space(s) " + spaces.list(without));
        }
        return new MissingBridges(
                chosen.stream()
                        .sorted(Comparator.comparing(LinkLayerDevice::name, DeviceNames.NATURAL_ORDER))
                        .map(device -> new MissingBridges.Bridge(
                                device.name(), DeviceNames.bridge(device.name()), device.macAddress()))
                        .toList(),
                chosen.stream().anyMatch(device -> device.type().equals(BOND)) ? host.bondReconfigureDelay() : 0);
    }

    private boolean satisfies(LinkLayerDevice device) {
        return devices.isBridge(device) && (devices.isLocal() || !devices.isLxdBridge(device));
    }

    /** All that can be bridged in alpha, where nobody knows what leads where; the first one elsewhere. */
    private List<LinkLayerDevice> choose(String space, List<LinkLayerDevice> inSpace) {
        return inSpace.stream()
                .filter(this::isBridgeable)
                .limit(space.equals(Space.ALPHA_ID) ? Long.MAX_VALUE : 1)
                .toList();
    }

    private boolean isBridgeable(LinkLayerDevice device) {
        if (NEVER.contains(device.type()) || devices.isBridge(device)) {
            return false;
        }
        if (device.parentName().isEmpty()) {
            return true;
        }
        return device.type().equals(VLAN)
                && VLAN_PARENTS.contains(devices.named(device.parentName())
                        .orElseThrow(() -> new FacetException(
                                ErrorCode.NOT_FOUND,
                                "device with ID \"m#" + host.host() + "#d#" + device.parentName() + "\" not found"))
                        .type());
    }
}
