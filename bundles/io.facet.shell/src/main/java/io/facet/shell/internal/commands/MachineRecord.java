// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.application.api.ApplicationService;
import io.facet.application.api.Unit;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.NetworkService;
import io.facet.network.api.Subnet;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.Sheet;
import io.facet.shell.internal.Table;
import io.facet.storage.api.StorageService;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.store.api.Transaction;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;

/**
 * All that is stored of one machine.
 *
 * @param machine the machine
 * @param containers its direct containers
 * @param statuses its statuses by kind
 * @param devices its devices
 * @param addresses their addresses
 * @param subnets the subnets of the model
 * @param spaces names of the spaces by id
 * @param attachments its volume attachments
 * @param volumes the volumes attached, by id
 * @param units its units
 */
record MachineRecord(
        Machine machine,
        List<MachineId> containers,
        Map<StatusKind, StatusInfo> statuses,
        List<LinkLayerDevice> devices,
        List<DeviceAddress> addresses,
        List<Subnet> subnets,
        Map<String, String> spaces,
        List<VolumeAttachment> attachments,
        Map<String, Volume> volumes,
        List<Unit> units) {

    /** The services that hold it. */
    record Sources(
            MachineService machines,
            NetworkService networks,
            StorageService storage,
            ApplicationService applications) {}

    static MachineRecord read(Transaction tx, Sources sources, String uuid, MachineId id) throws CommandException {
        Machine machine = Machines.find(tx, sources.machines(), uuid, id);
        List<MachineId> one = List.of(id);
        Map<StatusKind, StatusInfo> statuses = new EnumMap<>(StatusKind.class);
        for (StatusKind kind : StatusKind.values()) {
            StatusInfo status = sources.machines().statuses(tx, uuid, kind, one).get(id);
            if (status != null) {
                statuses.put(kind, status);
            }
        }
        List<VolumeAttachment> attachments =
                sources.storage().volumeAttachments(tx, uuid, one).getOrDefault(id, List.of());
        return new MachineRecord(
                machine,
                sources.machines().containers(tx, uuid, one).getOrDefault(id, List.of()),
                statuses,
                sources.networks().devices(tx, uuid, one).getOrDefault(id, List.of()),
                sources.networks().addresses(tx, uuid, one).getOrDefault(id, List.of()),
                sources.networks().allSubnets(tx, uuid),
                Networks.spaceNames(tx, sources.networks(), uuid),
                attachments,
                sources.storage()
                        .volumes(
                                tx,
                                uuid,
                                attachments.stream()
                                        .map(VolumeAttachment::volumeId)
                                        .toList()),
                sources.applications().unitsOn(tx, uuid, one).getOrDefault(id, List.of()));
    }

    void addTo(Sheet sheet) {
        Optional<Instance> instance = machine.instance();
        sheet.value("Machine", machine.id())
                .value("Life", machine.life().wire())
                .value("Base", machine.base())
                .value("Constraints", machine.constraints())
                .value("Placement", machine.placement())
                .value("Jobs", String.join(", ", machine.jobs()))
                .value(
                        "Agent version",
                        machine.agentVersion().map(Object::toString).orElse(""))
                .value("Has nonce", !machine.nonce().isEmpty())
                .value("Keep instance", machine.keepInstance())
                .value(
                        "Supported containers",
                        machine.supportedContainers()
                                .map(types -> types.isEmpty() ? "none" : String.join(", ", types))
                                .orElse("not known"))
                .value("Host", machine.id().parent().map(MachineId::value).orElse(""))
                .value("Containers", containers.stream().map(MachineId::value).collect(Collectors.joining(", ")))
                .value("Instance", instance.map(Instance::instanceId).orElse(""))
                .value("Display name", instance.map(Instance::displayName).orElse(""))
                .value(
                        "Hardware",
                        instance.map(Instance::hardware)
                                .map(MachineRecord::text)
                                .orElse(""))
                .value(
                        "Zone",
                        instance.flatMap(one -> one.hardware().availabilityZone())
                                .orElse(""))
                .value(
                        "Applied LXD profiles",
                        instance.map(one -> String.join(", ", one.charmProfiles()))
                                .orElse(""))
                .table("Statuses", statusTable())
                .table("Devices", deviceTable())
                .table("Addresses", addressTable())
                .table("Volumes", volumeTable())
                .table("Units", unitTable());
    }

    private Table statusTable() {
        Table table = new Table("No statuses").texts("Of", "Status", "Message", "Since", "Data");
        statuses.forEach((kind, status) -> table.row(
                kind.name().toLowerCase(Locale.ROOT),
                status.status(),
                status.info(),
                status.since().truncatedTo(ChronoUnit.SECONDS),
                status.data().isEmpty() ? "" : status.data()));
        return table;
    }

    private Table deviceTable() {
        Table table = new Table("No devices")
                .texts("Device", "Type", "MAC address")
                .number("MTU")
                .texts("Up", "Parent", "Provider id");
        devices.forEach(device -> table.row(
                device.name(),
                device.type(),
                device.macAddress(),
                device.mtu(),
                device.up(),
                device.parentName(),
                device.providerId()));
        return table;
    }

    private Table addressTable() {
        Table table =
                new Table("No addresses").texts("Device", "Address", "Subnet", "Space", "Method", "Origin", "Gateway");
        addresses.forEach(address -> table.row(
                address.deviceName(),
                address.value(),
                address.subnetCidr(),
                space(address.subnetCidr()),
                address.configMethod(),
                address.origin(),
                address.gatewayAddress()));
        return table;
    }

    private String space(String cidr) {
        return subnets.stream()
                .filter(subnet -> subnet.cidr().equals(cidr))
                .map(subnet -> spaces.getOrDefault(subnet.spaceId(), ""))
                .findFirst()
                .orElse("");
    }

    private Table volumeTable() {
        Table table = VolumeListCommand.columns();
        attachments.stream()
                .filter(attachment -> volumes.containsKey(attachment.volumeId()))
                .forEach(attachment ->
                        VolumeListCommand.row(table, volumes.get(attachment.volumeId()), Optional.of(attachment)));
        return table;
    }

    private Table unitTable() {
        Table table = UnitListCommand.columns();
        units.forEach(unit -> UnitListCommand.row(table, unit));
        return table;
    }

    /** The hardware in the form of constraints, as people know it from Juju. */
    private static String text(HardwareCharacteristics hardware) {
        List<String> parts = new ArrayList<>();
        hardware.arch().ifPresent(arch -> parts.add("arch=" + arch));
        number(parts, "cores=", hardware.cpuCores(), "");
        number(parts, "cpu-power=", hardware.cpuPower(), "");
        number(parts, "mem=", hardware.mem(), "M");
        number(parts, "root-disk=", hardware.rootDisk(), "M");
        hardware.rootDiskSource().ifPresent(source -> parts.add("root-disk-source=" + source));
        if (!hardware.tags().isEmpty()) {
            parts.add("tags=" + String.join(",", hardware.tags()));
        }
        hardware.virtType().ifPresent(type -> parts.add("virt-type=" + type));
        return String.join(" ", parts);
    }

    private static void number(List<String> parts, String name, OptionalLong number, String unit) {
        number.ifPresent(value -> parts.add(name + Long.toUnsignedString(value) + unit));
    }
}
