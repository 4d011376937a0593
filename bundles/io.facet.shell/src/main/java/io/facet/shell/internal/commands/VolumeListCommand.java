// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.MachineId;
import io.facet.machine.api.MachineService;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.MachineCompleter;
import io.facet.storage.api.StorageService;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the volumes of a model. */
@Service
@Command(
        scope = "facet",
        name = "volume-list",
        description = "List the volumes of a model",
        detailedDescription =
                "Shows each volume with its pool, its size, the machine it is attached to, or is to be, and its id in"
                        + " the cloud, which is empty until it is made. Volumes come and go by import and with their machines.\n"
                        + "\n"
                        + "  facet:volume-list prod\n"
                        + "  facet:volume-list --machine 4 prod")
public final class VolumeListCommand extends ModelReportCommand {
    @Option(name = "--machine", description = "Those of this machine only")
    @Completion(MachineCompleter.class)
    String machine;

    @Reference(optional = true)
    StorageService storage;

    @Reference(optional = true)
    MachineService machines;

    private record Row(Volume volume, Optional<VolumeAttachment> attachment) {}

    @Override
    public Object execute() throws Exception {
        StorageService storageService = Services.required(storage, StorageService.class, "io.facet.storage");
        MachineService machineService = Machines.service(machines);
        MachineId only = machine == null ? null : Machines.id(machine);
        List<Row> rows = read((tx, uuid) -> {
            if (only != null) {
                Machines.find(tx, machineService, uuid, only);
            }
            Map<String, List<VolumeAttachment>> attached = storageService.allVolumeAttachments(tx, uuid).stream()
                    .collect(Collectors.groupingBy(VolumeAttachment::volumeId));
            List<Row> all = new ArrayList<>();
            for (Volume volume : storageService.allVolumes(tx, uuid)) {
                List<VolumeAttachment> some = attached.getOrDefault(volume.id(), List.of());
                some.forEach(attachment -> all.add(new Row(volume, Optional.of(attachment))));
                if (some.isEmpty()) {
                    all.add(new Row(volume, Optional.empty()));
                }
            }
            return all;
        });
        Table table = columns();
        rows.stream()
                .filter(row -> only == null
                        || row.attachment()
                                .filter(it -> it.machine().equals(only))
                                .isPresent())
                // Shorter numbers are smaller ones.
                .sorted(Comparator.comparing((Row row) -> row.volume().id().length())
                        .thenComparing(row -> row.volume().id()))
                .forEach(row -> row(table, row.volume(), row.attachment()));
        table.print(System.out, format());
        return null;
    }

    static Table columns() {
        return new Table("No volumes")
                .texts("Volume", "Pool")
                .number("Size MiB")
                .texts("Status", "Storage", "Machine", "Device", "Provider id");
    }

    static void row(Table table, Volume volume, Optional<VolumeAttachment> attachment) {
        table.row(
                volume.id(),
                volume.pool(),
                volume.info().map(VolumeInfo::sizeMib).orElse(volume.sizeMib()),
                volume.status(),
                volume.storageId().orElse(""),
                attachment.map(VolumeAttachment::machine).orElse(null),
                attachment
                        .flatMap(VolumeAttachment::info)
                        .map(VolumeAttachmentInfo::deviceName)
                        .orElse(""),
                volume.info().map(VolumeInfo::volumeId).orElse(""));
    }
}
