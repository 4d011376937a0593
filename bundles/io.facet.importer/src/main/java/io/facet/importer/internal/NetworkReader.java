// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.MachineId;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads spaces, subnets, devices and addresses ({@code model-description.md} section 7). */
final class NetworkReader {
    private static final int MAX_VLAN_TAG = 4094;
    private static final Pattern SPACE_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final Ledger ledger;

    NetworkReader(Ledger ledger) {
        this.ledger = ledger;
    }

    List<Located<Space>> spaces(Fields model) {
        Fields section = model.map("spaces");
        int version = section.version(1, 3);
        List<Located<Space>> spaces = new ArrayList<>();
        for (Fields item : section.items("spaces", "space", "name")) {
            Fields fields = item.as("space", version);
            String name = fields.text("name");
            if (!SPACE_NAME.matcher(name).matches()) {
                throw fields.invalid("name", "\"" + name + "\" is not a valid space name");
            }
            fields.flag("public");
            String id = spaceId(fields, version, spaces.size());
            if (!name.equals(Space.ALPHA_NAME)) {
                spaces.add(new Located<>(new Space(id, name, fields.text("provider-id", "")), fields.where()));
            }
        }
        return spaces;
    }

    private static String spaceId(Fields fields, int version, int index) {
        // Spaces without ids are found by name everywhere in their document, so any id serves.
        String id = version == 3 ? fields.text("uuid") : version == 2 ? fields.text("id") : String.valueOf(index + 1);
        if (id.isEmpty() || id.equals(Space.ALPHA_ID) && !fields.text("name").equals(Space.ALPHA_NAME)) {
            throw fields.invalid(version == 3 ? "uuid" : "id", "space id \"" + id + "\" not valid");
        }
        return id;
    }

    List<Located<Subnet>> subnets(Fields model, SpaceNames spaces) {
        Fields section = model.map("subnets");
        int version = section.version(4, 7);
        List<Located<Subnet>> subnets = new ArrayList<>();
        for (Fields item : section.items("subnets", "subnet", "cidr")) {
            Fields fields = item.as("subnet", version);
            String cidr = fields.text("cidr");
            if (!Cidr.isCanonical(cidr)) {
                throw fields.invalid("cidr", "CIDR \"" + cidr + "\" not valid");
            }
            long vlan = fields.integer("vlan-tag");
            if (vlan < 0 || vlan > MAX_VLAN_TAG) {
                throw fields.invalid(
                        "vlan-tag", "invalid VLAN tag " + vlan + ": must be between 0 and " + MAX_VLAN_TAG);
            }
            Subnet subnet = new Subnet(
                    subnetId(fields, version, subnets.size()),
                    cidr,
                    fields.text("provider-id", ""),
                    fields.text("provider-network-id", ""),
                    (int) vlan,
                    fields.texts("availability-zones"),
                    space(fields, version, cidr, spaces));
            subnets.add(new Located<>(subnet, fields.where()));
            fields.leaveOut(ledger, "subnets: ", "fan-local-underlay", "fan-overlay");
        }
        return subnets;
    }

    private static String subnetId(Fields fields, int version, int index) {
        String id = version >= 6 ? fields.text(version == 7 ? "uuid" : "subnet-id") : "";
        return id.isEmpty() ? fields.knownText("uuid").orElse(String.valueOf(index)) : id;
    }

    private String space(Fields fields, int version, String cidr, SpaceNames spaces) {
        if (version >= 5) {
            fields.flag("is-public");
        }
        String called =
                switch (version) {
                    case 4 -> fields.text("space-name");
                    case 7 -> fields.text("space-uuid");
                    default -> fields.text("space-id");
                };
        String uuid = fields.text("space-uuid", "");
        if (!uuid.isEmpty() && spaces.find(uuid).isEmpty()) {
            throw fields.notValid("subnet \"" + cidr + "\" references non-existent space \"" + uuid + "\"");
        }
        String wanted = uuid.isEmpty() ? called : uuid;
        Optional<String> found = spaces.find(wanted);
        if (found.isEmpty()) {
            ledger.warn("subnet \"" + cidr + "\" references non-existent space \"" + wanted + "\": put into alpha");
        }
        return found.orElse(Space.ALPHA_ID);
    }

    List<Located<LinkLayerDevice>> devices(Fields model) {
        Fields section = model.map("link-layer-devices");
        int version = section.version(1, 2);
        List<Located<LinkLayerDevice>> devices = new ArrayList<>();
        for (Fields item : section.items("link-layer-devices", "device", "name")) {
            Fields fields = item.as("device", version);
            String name = fields.text("name");
            long mtu = fields.integer("mtu");
            LinkLayerDevice device = new LinkLayerDevice(
                    machine(fields, "device \"" + name + "\""),
                    name,
                    fields.text("type"),
                    Math.max(mtu, 0),
                    fields.text("mac-address").replace('-', ':').toLowerCase(Locale.ROOT),
                    fields.text("parent-name"),
                    fields.flag("is-up"),
                    fields.flag("is-autostart"),
                    version >= 2 ? fields.text("virtual-port-type", "") : "",
                    fields.text("provider-id", ""));
            devices.add(new Located<>(device, fields.where()));
        }
        return devices;
    }

    List<Located<DeviceAddress>> addresses(Fields model) {
        Fields section = model.map("ip-addresses");
        int version = section.version(1, 5);
        List<Located<DeviceAddress>> addresses = new ArrayList<>();
        for (Fields item : section.items("ip-addresses", "address", "value")) {
            Fields fields = item.as("ip address", version);
            String value = fields.text("value");
            DeviceAddress address = new DeviceAddress(
                    machine(fields, "ip address \"" + value + "\""),
                    fields.text("device-name"),
                    value,
                    fields.text("subnet-cidr"),
                    configMethod(fields),
                    version >= 3 ? fields.text("origin", "") : "",
                    fields.text("gateway-address"),
                    version >= 2 && fields.flag("is-default-gateway", false),
                    version >= 5 && fields.flag("is-secondary", false),
                    version >= 4 && fields.flag("is-shadow", false),
                    fields.texts("dns-servers"),
                    fields.texts("dns-search-domains"),
                    fields.text("provider-id", ""),
                    version >= 3 ? fields.text("provider-network-id", "") : "",
                    version >= 3 ? fields.text("provider-subnet-id", "") : "");
            addresses.add(new Located<>(address, fields.where()));
        }
        return addresses;
    }

    private static String configMethod(Fields fields) {
        String method = fields.text("config-method");
        return switch (method) {
            case "static", "dhcp", "manual", "loopback", "" -> method;
            case "dynamic" -> "dhcp";
            default ->
                throw fields.invalid(
                        "config-method", "expected static, dhcp, manual, loopback or nothing, got \"" + method + "\"");
        };
    }

    private static MachineId machine(Fields fields, String what) {
        String id = fields.text("machine-id");
        if (!MachineId.isValid(id)) {
            // What has no machine's shape cannot exist.
            throw fields.notValid(what + " references non-existent machine \"" + id + "\"");
        }
        return new MachineId(id);
    }
}
