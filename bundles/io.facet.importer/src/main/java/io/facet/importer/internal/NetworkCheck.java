// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.MachineId;
import io.facet.core.NetworkAddress;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks what networks refer to, with the texts of {@code model-description.md} section 9. */
final class NetworkCheck {
    private static final Set<String> DEVICE_TYPES = Set.of("loopback", "ethernet", "802.1q", "bond", "bridge", "vxlan");
    private static final Pattern HOST_DEVICE = Pattern.compile("m#(.*)#d#(.*)");
    private static final Pattern HEX_PAIRS = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}((:[0-9a-f]{2}){2})?"
            + "|[0-9a-f]{2}(:[0-9a-f]{2}){19}|[0-9a-f]{4}(\\.[0-9a-f]{4}){2}(\\.[0-9a-f]{4})?");

    private final Description.Network network;
    private final References references;
    private final Map<String, LinkLayerDevice> devices = new HashMap<>();

    NetworkCheck(Description.Network network, References references) {
        this.network = network;
        this.references = references;
    }

    void run() {
        unique(network.spaces(), Space::id, "space");
        unique(network.spaces(), Space::name, "space");
        unique(network.subnets(), Subnet::id, "subnet");
        for (Located<LinkLayerDevice> device : network.devices()) {
            if (devices.putIfAbsent(key(device.value().machine(), device.value().name()), device.value()) != null) {
                throw device.where()
                        .notValid("device \"" + device.value().name() + "\" of machine \""
                                + device.value().machine() + "\" is there twice");
            }
        }
        network.devices().forEach(device -> device(device.value(), device.where()));
        Set<String> values = new HashSet<>();
        for (Located<DeviceAddress> address : network.addresses()) {
            address(address.value(), address.where());
            DeviceAddress a = address.value();
            if (!values.add(key(a.machine(), a.deviceName()) + "#" + a.value())) {
                throw address.where()
                        .notValid("ip address \"" + a.value() + "\" of device \"" + a.deviceName() + "\" of machine \""
                                + a.machine() + "\" is there twice");
            }
        }
    }

    private static <T> void unique(Iterable<Located<T>> all, Function<T, String> id, String kind) {
        Set<String> seen = new HashSet<>();
        for (Located<T> one : all) {
            if (!seen.add(id.apply(one.value()))) {
                throw one.where().notValid(kind + " \"" + id.apply(one.value()) + "\" is there twice");
            }
        }
    }

    private void device(LinkLayerDevice device, Where where) {
        if (!references.isMachine(device.machine())) {
            throw where.notValid(
                    "device \"" + device.name() + "\" references non-existent machine \"" + device.machine() + "\"");
        }
        if (device.name().isEmpty()) {
            throw where.notValid("device has empty name: one of machine \"" + device.machine() + "\"");
        }
        if (!device.macAddress().isEmpty()
                && !HEX_PAIRS.matcher(device.macAddress()).matches()) {
            throw where.notValid(
                    "device \"" + device.name() + "\" has invalid MACAddress \"" + device.macAddress() + "\"");
        }
        if (!DEVICE_TYPES.contains(device.type())) {
            throw where.notValid("device \"" + device.name() + "\" has invalid type \"" + device.type() + "\"");
        }
        Matcher onHost = HOST_DEVICE.matcher(device.parentName());
        if (onHost.matches()) {
            parentOnHost(device, where, onHost.group(1), onHost.group(2));
        } else if (!device.parentName().isEmpty()) {
            parentBeside(device, where);
        }
    }

    private void parentBeside(LinkLayerDevice device, Where where) {
        if (device.parentName().equals(device.name())) {
            throw where.notValid("device \"" + device.name() + "\" is its own parent");
        }
        if (!devices.containsKey(key(device.machine(), device.parentName()))) {
            throw where.notValid(
                    "device \"" + device.name() + "\" has non-existent parent \"" + device.parentName() + "\"");
        }
    }

    private void parentOnHost(LinkLayerDevice device, Where where, String host, String parentName) {
        Optional<MachineId> realHost = device.machine().parent();
        if (realHost.isEmpty()) {
            throw where.notValid("ParentName \"" + device.parentName() + "\" for non-container machine \""
                    + device.machine() + "\"");
        }
        if (!realHost.get().value().equals(host)) {
            throw where.notValid(
                    "parent machine of device \"" + device.name() + "\" not host machine \"" + realHost.get() + "\"");
        }
        LinkLayerDevice parent = devices.get(key(realHost.get(), parentName));
        if (parent == null) {
            throw where.notValid("device \"" + device.name() + "\" has non-existent parent \"" + parentName + "\"");
        }
        if (!parent.type().equals("bridge")) {
            throw where.notValid("device \"" + device.name() + "\" on a container but not a bridge");
        }
    }

    private void address(DeviceAddress address, Where where) {
        String value = address.value();
        if (!references.isMachine(address.machine())) {
            throw where.notValid(
                    "ip address \"" + value + "\" references non-existent machine \"" + address.machine() + "\"");
        }
        if (!devices.containsKey(key(address.machine(), address.deviceName()))) {
            throw where.notValid(
                    "ip address \"" + value + "\" references non-existent device \"" + address.deviceName() + "\"");
        }
        if (NetworkAddress.parseIp(value).isEmpty()) {
            throw where.notValid("ip address has invalid value \"" + value + "\"");
        }
        if (address.subnetCidr().isEmpty()) {
            throw where.notValid("ip address \"" + value + "\" has empty subnet CIDR");
        }
        if (Cidr.parse(address.subnetCidr()).isEmpty()) {
            throw where.notValid(
                    "ip address \"" + value + "\" has invalid subnet CIDR \"" + address.subnetCidr() + "\"");
        }
        if (!address.gatewayAddress().isEmpty()
                && NetworkAddress.parseIp(address.gatewayAddress()).isEmpty()) {
            throw where.notValid(
                    "ip address \"" + value + "\" has invalid gateway address \"" + address.gatewayAddress() + "\"");
        }
    }

    private static String key(MachineId machine, String device) {
        return machine + "#" + device;
    }
}
