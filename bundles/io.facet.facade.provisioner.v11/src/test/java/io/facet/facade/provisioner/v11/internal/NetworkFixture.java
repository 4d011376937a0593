// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import io.facet.cloud.api.CloudSpec;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.facade.api.Caller;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fixture of networking.md section 7: host 4, its container 4/lxd/2, and the spaces corp, stor and edge. */
final class NetworkFixture {

    static final MachineId HOST = new MachineId("4");
    static final String GUEST_TAG = "machine-4-lxd-2";
    static final Caller CALLER = ProvisionerRule.agent("4");

    private final ProvisionerRule facade;

    NetworkFixture(ProvisionerRule facade) {
        this.facade = facade;
        facade.write(tx -> {
            facade.network.importSpaces(
                    tx,
                    ProvisionerRule.MODEL,
                    List.of(
                            new Space("c1", "corp", "sp-77"),
                            new Space("c2", "stor", ""),
                            new Space("c3", "edge", "")));
            facade.network.importSubnets(
                    tx,
                    ProvisionerRule.MODEL,
                    List.of(
                            new Subnet("1", "172.21.8.0/24", "net-a", "", 0, List.of("rack-a"), "c1"),
                            new Subnet("2", "172.21.9.0/24", "net-b", "", 0, List.of("rack-b", "rack-c"), "c1"),
                            new Subnet("3", "10.66.0.0/16", "net-s", "", 300, List.of("rack-a"), "c2"),
                            new Subnet("4", "192.168.240.0/24", "net-e", "", 0, List.of("rack-d"), "c3")));
            return null;
        });
    }

    /** Sets the networking method of the model, which a running model does not let anyone change. */
    void method(String method) {
        facade.write(tx -> {
            try (PreparedStatement set = tx.connection()
                    .prepareStatement("INSERT INTO model_config (model_uuid, key, value) VALUES (?, ?, ?)"
                            + " ON CONFLICT (model_uuid, key) DO UPDATE SET value = excluded.value")) {
                set.setString(1, ProvisionerRule.MODEL);
                set.setString(2, "container-networking-method");
                set.setString(3, method);
                return set.executeUpdate();
            }
        });
    }

    void cloud(String type) {
        facade.write(tx -> {
            facade.clouds.setCloud(tx, ProvisionerRule.MODEL, new CloudSpec("cloud", type, "", ""));
            return null;
        });
    }

    /** Adds the host, provisioned with this nonce, and its new container with these space constraints. */
    void machines(String nonce, String spaces) {
        machine("4", nonce, "vm-4f", "");
        machine("4/lxd/2", "", "", spaces);
    }

    /**
     * Adds a machine.
     *
     * @param instance instance id; empty while not provisioned
     * @param spaces space constraints; empty for none
     */
    void machine(String id, String nonce, String instance, String spaces) {
        facade.importMachine(new Machine(
                new MachineId(id),
                Life.ALIVE,
                Base.parse("ubuntu@22.04/stable"),
                spaces.isEmpty() ? Constraints.NONE : ConstraintsText.parse("spaces=" + spaces),
                "",
                List.of(Machine.JOB_HOST_UNITS),
                nonce,
                false,
                Optional.empty(),
                Optional.empty(),
                instance.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Instance(instance, "", HardwareCharacteristics.UNKNOWN, List.of()))));
    }

    /**
     * Stores devices of the host, one per text: name, type, then in any order addresses ({@code 10.0.0.1/8}, with {@code
     * @<origin>} behind), parent ({@code ^name}), {@code ovs}, {@code gw}, {@code mtu=<n>}, {@code id=<provider id>}.
     */
    void host(String... devices) {
        devices(HOST, devices);
    }

    void devices(MachineId machine, String... texts) {
        List<LinkLayerDevice> devices = new ArrayList<>();
        List<DeviceAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            List<String> words = List.of(text.split(" "));
            String name = words.get(0);
            devices.add(new LinkLayerDevice(
                    machine,
                    name,
                    words.get(1),
                    Long.parseLong(word(words, "mtu=").orElse("1500")),
                    "52:54:00:00:00:" + String.format("%02x", devices.size()),
                    word(words, "^").orElse(""),
                    true,
                    true,
                    words.contains("ovs") ? "openvswitch" : "",
                    word(words, "id=").orElse("")));
            words.stream()
                    .filter(word -> word.contains("/"))
                    .forEach(word -> addresses.add(address(machine, name, word, words.contains("gw"))));
        }
        facade.write(tx -> {
            facade.network.importDevices(tx, ProvisionerRule.MODEL, devices);
            facade.network.importAddresses(tx, ProvisionerRule.MODEL, addresses);
            return null;
        });
    }

    private static Optional<String> word(List<String> words, String prefix) {
        return words.stream()
                .filter(word -> word.startsWith(prefix))
                .map(word -> word.substring(prefix.length()))
                .findFirst();
    }

    private static DeviceAddress address(MachineId machine, String device, String text, boolean gateway) {
        String[] parts = text.split("@");
        return new DeviceAddress(
                machine,
                device,
                parts[0].substring(0, parts[0].indexOf('/')),
                network(parts[0]),
                device.equals("lo") ? "loopback" : "static",
                parts.length > 1 ? parts[1] : "machine",
                "",
                gateway,
                false,
                false,
                List.of(),
                List.of(),
                "",
                "",
                "");
    }

    private static String network(String text) {
        String[] parts = text.split("[./]");
        int prefix = Integer.parseInt(parts[4]);
        long ip = 0;
        for (int i = 0; i < 4; i++) {
            ip = ip << 8 | Long.parseLong(parts[i]);
        }
        ip = ip >> 32 - prefix << 32 - prefix;
        return (ip >> 24) + "." + (ip >> 16 & 255) + "." + (ip >> 8 & 255) + "." + (ip & 255) + "/" + prefix;
    }

    /** What is stored of a machine's network: a line per device with parent, then {@code value cidr origin} of addresses. */
    List<String> stored(MachineId machine) {
        return facade.read(tx -> {
            List<DeviceAddress> addresses = facade.network
                    .addresses(tx, ProvisionerRule.MODEL, List.of(machine))
                    .getOrDefault(machine, List.of());
            return facade
                    .network
                    .devices(tx, ProvisionerRule.MODEL, List.of(machine))
                    .getOrDefault(machine, List.of())
                    .stream()
                    .map(device -> line(device, addresses))
                    .toList();
        });
    }

    private static String line(LinkLayerDevice device, List<DeviceAddress> addresses) {
        StringBuilder line = new StringBuilder(device.name() + " " + device.type());
        if (!device.parentName().isEmpty()) {
            line.append(" ^").append(device.parentName());
        }
        addresses.stream()
                .filter(address -> address.deviceName().equals(device.name()))
                .forEach(address ->
                        line.append(" ").append(address.value()).append("@").append(address.origin()));
        return line.toString();
    }
}
