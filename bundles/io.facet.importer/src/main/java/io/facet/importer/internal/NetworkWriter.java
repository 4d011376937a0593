// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.MachineId;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes spaces, subnets, devices and addresses ({@code model-description.md} section 7). */
final class NetworkWriter {
    private static final Pattern UUID_SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int SPACES_BY_UUID = 3;
    private static final int SPACES_BY_NUMBER = 2;
    private static final int SUBNETS = 6;
    /** From version 2 on the type of a virtual port is read; before it is only written. */
    private static final int DEVICES = 2;

    private static final int ADDRESSES = 5;

    private final ExportSource source;
    private final YamlWriter yaml;
    private final ExportMeter meter;
    private final Map<String, Space> spaces;

    NetworkWriter(ExportSource source, YamlWriter yaml, ExportMeter meter) {
        this.source = source;
        this.yaml = yaml;
        this.meter = meter;
        spaces = source.services().networks().allSpaces(source.tx(), source.uuid()).stream()
                .collect(Collectors.toMap(Space::id, Function.identity()));
    }

    void spaces() {
        List<Space> listed = spaces.values().stream()
                .filter(space -> !space.id().equals(Space.ALPHA_ID))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        // Spaces of older models have numbers, which only the version before knows.
        boolean byUuid = listed.stream().allMatch(space -> isUuid(space.id()));
        yaml.section(
                "spaces",
                byUuid ? SPACES_BY_UUID : SPACES_BY_NUMBER,
                () -> listed.forEach(space -> {
                    meter.wrote("spaces");
                    yaml.item(() -> {
                        yaml.text("id", byUuid ? "" : space.id());
                        if (byUuid) {
                            yaml.text("uuid", space.id());
                        }
                        yaml.text("name", space.name());
                        yaml.flag("public", false);
                        yaml.knownText("provider-id", space.providerId());
                    });
                }));
    }

    void subnets() {
        List<Subnet> subnets = source.services().networks().allSubnets(source.tx(), source.uuid());
        yaml.section(
                "subnets",
                SUBNETS,
                () -> subnets.forEach(subnet -> {
                    meter.wrote("subnets");
                    yaml.item(() -> subnet(subnet));
                }));
    }

    private void subnet(Subnet subnet) {
        Space space = spaces.getOrDefault(subnet.spaceId(), spaces.get(Space.ALPHA_ID));
        boolean byUuid = isUuid(subnet.id());
        yaml.text("subnet-id", byUuid ? "" : subnet.id());
        yaml.text("uuid", byUuid ? subnet.id() : "");
        yaml.knownText("provider-id", subnet.providerId());
        yaml.knownText("provider-network-id", subnet.providerNetworkId());
        yaml.knownText("provider-space-id", space.providerId());
        yaml.text("cidr", subnet.cidr());
        yaml.number("vlan-tag", subnet.vlanTag());
        yaml.texts("availability-zones", subnet.availabilityZones());
        yaml.flag("is-public", false);
        yaml.text("space-id", space.id());
        yaml.text("space-uuid", "");
        yaml.text("space-name", space.name());
    }

    private static boolean isUuid(String id) {
        return UUID_SHAPE.matcher(id).matches();
    }

    void devices(List<MachineId> machines) {
        yaml.section(
                "link-layer-devices",
                DEVICES,
                () -> ExportSource.inPages(machines, ids -> {
                    Set<MachineId> withHosts = new LinkedHashSet<>(ids);
                    ids.forEach(id -> id.parent().ifPresent(withHosts::add));
                    Map<MachineId, List<LinkLayerDevice>> byMachine =
                            source.services().networks().devices(source.tx(), source.uuid(), withHosts);
                    Parents parents = new Parents(byMachine);
                    ids.forEach(id -> byMachine
                            .getOrDefault(id, List.of())
                            .forEach(device -> yaml.item(() -> device(device, parents.of(device)))));
                }));
    }

    private void device(LinkLayerDevice device, String parent) {
        meter.wrote("link-layer-devices");
        yaml.text("name", device.name());
        yaml.number("mtu", device.mtu());
        yaml.knownText("provider-id", device.providerId());
        yaml.text("machine-id", device.machine().value());
        yaml.text("type", device.type());
        yaml.text("mac-address", device.macAddress());
        yaml.flag("is-autostart", device.autoStart());
        yaml.flag("is-up", device.up());
        yaml.text("parent-name", parent);
        yaml.knownText("virtual-port-type", device.virtualPortType());
    }

    void addresses(List<MachineId> machines) {
        yaml.section(
                "ip-addresses",
                ADDRESSES,
                () -> ExportSource.inPages(machines, ids -> {
                    Map<MachineId, List<DeviceAddress>> byMachine =
                            source.services().networks().addresses(source.tx(), source.uuid(), ids);
                    ids.forEach(id -> byMachine
                            .getOrDefault(id, List.of())
                            .forEach(address -> yaml.item(() -> address(address))));
                }));
    }

    private void address(DeviceAddress address) {
        meter.wrote("ip-addresses");
        yaml.knownText("provider-id", address.providerId());
        yaml.text("device-name", address.deviceName());
        yaml.text("machine-id", address.machine().value());
        yaml.text("subnet-cidr", address.subnetCidr());
        yaml.text("config-method", address.configMethod());
        yaml.text("value", address.value());
        yaml.texts("dns-servers", address.dnsServers());
        yaml.texts("dns-search-domains", address.dnsSearchDomains());
        yaml.text("gateway-address", address.gatewayAddress());
        yaml.setFlag("is-default-gateway", address.defaultGateway());
        yaml.knownText("provider-network-id", address.providerNetworkId());
        yaml.knownText("provider-subnet-id", address.providerSubnetId());
        yaml.knownText("origin", address.origin());
        yaml.setFlag("is-shadow", address.shadow());
        yaml.setFlag("is-secondary", address.secondary());
    }

    /**
     * The parents of devices. Agents may report a device without the one above it; a description with such a parent would be
     * refused whole, so it is left out.
     */
    private record Parents(Map<MachineId, List<LinkLayerDevice>> devices) {
        private static final Pattern ON_HOST = Pattern.compile("m#(.*)#d#(.*)");

        String of(LinkLayerDevice device) {
            Matcher onHost = ON_HOST.matcher(device.parentName());
            boolean found = onHost.matches()
                    ? device.machine()
                            .parent()
                            .filter(host -> host.value().equals(onHost.group(1)))
                            .filter(host -> has(host, onHost.group(2), true))
                            .isPresent()
                    : !device.parentName().equals(device.name()) && has(device.machine(), device.parentName(), false);
            return found ? device.parentName() : "";
        }

        private boolean has(MachineId machine, String name, boolean bridge) {
            return devices.getOrDefault(machine, List.of()).stream()
                    .anyMatch(device -> device.name().equals(name)
                            && (!bridge || device.type().equals("bridge")));
        }
    }
}
