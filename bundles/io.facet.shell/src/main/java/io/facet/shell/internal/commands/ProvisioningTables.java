// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.image.api.ImageMetadata;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.Topology;
import io.facet.provisioning.api.VolumeAttachmentParams;
import io.facet.provisioning.api.VolumeParams;
import io.facet.shell.internal.Sheet;
import io.facet.shell.internal.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a provisioner is told before it starts a machine, for people. */
final class ProvisioningTables {

    private ProvisioningTables() {}

    /** Adds it to the sheet of the machine. */
    static Sheet addTo(Sheet sheet, ProvisioningInfo info) {
        return sheet.value("Not told", "")
                .value(
                        "Root disk pool",
                        info.rootDisk()
                                .map(pool -> pool.name() + " (" + pool.provider() + ")")
                                .orElse(""))
                .value("LXD profiles", String.join(", ", info.charmProfiles()))
                .value("Own cloud-init data", info.cloudInitUserData().isPresent())
                .table("Endpoint bindings", pairs("Endpoint", "Space", info.endpointBindings()))
                .table("Instance tags", pairs("Tag", "Value", info.tags()))
                .table("Images", images(info.images()))
                .table("Where to go", topology(info.topology()))
                .table("Volumes to make", toMake(info.volumes()))
                .table("Volumes to attach", toAttach(info.volumeAttachments()));
    }

    private static Table pairs(String left, String right, Map<String, String> values) {
        Table table = new Table("None").texts(left, right);
        new TreeMap<>(values).forEach((key, value) -> table.row(key.isEmpty() ? "(default)" : key, value));
        return table;
    }

    /** The most important first. */
    private static Table images(List<ImageMetadata> images) {
        Table table = ImageMetadataListCommand.columns();
        for (int i = images.size() - 1; i >= 0; i--) {
            ImageMetadataListCommand.row(table, images.get(i));
        }
        return table;
    }

    private static Table topology(Optional<Topology> topology) {
        Table table = new Table("Anywhere").texts("Space", "Provider subnet", "Zones");
        topology.ifPresent(where -> where.spaceSubnets()
                .forEach((space, subnets) -> subnets.forEach(subnet -> table.row(
                        space, subnet, String.join(", ", where.subnetZones().getOrDefault(subnet, List.of()))))));
        return table;
    }

    private static Table toMake(List<VolumeParams> volumes) {
        Table table = new Table("None").texts("Volume").number("Size MiB").texts("Provider", "Attributes", "Read only");
        volumes.forEach(volume -> table.row(
                volume.volumeId(),
                volume.sizeMib(),
                volume.provider(),
                new TreeMap<>(volume.attributes())
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(" ")),
                volume.attachment().readOnly()));
        return table;
    }

    private static Table toAttach(List<VolumeAttachmentParams> attachments) {
        Table table = new Table("None").texts("Volume", "Provider", "Provider id", "Read only");
        attachments.forEach(attachment -> table.row(
                attachment.volumeId(),
                attachment.provider(),
                attachment.providerVolumeId().orElse(""),
                attachment.readOnly()));
        return table;
    }
}
