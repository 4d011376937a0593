// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes machines with their containers inside ({@code model-description.md} sections 0 and 5). Of a machine without an
 * instance it writes instance status and modification status as well, under keys of Facet's own.
 */
final class MachineWriter {
    private static final int VERSION = 3;

    private final ExportSource source;
    private final YamlWriter yaml;
    private final BlockWriter blocks;
    private final SequenceTally sequences;
    private final ExportMeter meter;
    private final List<MachineId> written = new ArrayList<>();

    MachineWriter(ExportSource source, YamlWriter yaml, SequenceTally sequences, ExportMeter meter) {
        this.source = source;
        this.yaml = yaml;
        this.blocks = new BlockWriter(yaml);
        this.sequences = sequences;
        this.meter = meter;
    }

    /** Writes the section; returns the ids of all machines and containers, hosts before their containers. */
    List<MachineId> write() {
        List<MachineId> topLevel = List.copyOf(source.services()
                .machines()
                .topLevelLives(source.tx(), source.uuid())
                .keySet());
        yaml.section(
                "machines",
                VERSION,
                () -> ExportSource.inPages(topLevel, ids -> {
                    Page page = new Page(ids);
                    ids.forEach(id -> yaml.item(() -> machine(page, id)));
                }));
        return written;
    }

    private void machine(Page page, MachineId id) {
        Machine machine = page.machines.get(id);
        written.add(id);
        sequences.machine(id);
        meter.wrote(id.isContainer() ? "containers" : "machines");
        yaml.text("id", id.value());
        yaml.text("nonce", machine.nonce());
        yaml.text("password-hash", page.hashes.getOrDefault(id.tag(), ""));
        yaml.knownText("placement", machine.placement());
        machine.instance().ifPresent(instance -> yaml.map("instance", () -> instance(page, id, instance)));
        if (machine.instance().isEmpty()) {
            blocks.status(MachineReader.INSTANCE_STATUS, page.status(StatusKind.INSTANCE, id));
            blocks.status(MachineReader.MODIFICATION_STATUS, page.status(StatusKind.MODIFICATION, id));
        }
        yaml.text("base", machine.base().toString());
        yaml.knownText("container-type", id.containerType().orElse(""));
        blocks.status("status", page.status(StatusKind.AGENT, id));
        blocks.noHistory("status-history");
        machine.agentVersion().ifPresent(blocks::tools);
        yaml.texts("jobs", machine.jobs().stream().map(MachineWriter::job).toList());
        machine.supportedContainers().ifPresent(types -> yaml.texts("supported-containers", types));
        yaml.list("containers", () -> page.containers
                .getOrDefault(id, List.of())
                .forEach(container -> yaml.item(() -> machine(page, container))));
        blocks.constraints(machine.constraints());
        if (machine.life() != Life.ALIVE) {
            yaml.text("life", machine.life().wire());
        }
        yaml.setFlag("keep-instance", machine.keepInstance());
    }

    private static String job(String job) {
        return job.equals(Machine.JOB_MANAGE_MODEL) ? "api-server" : "host-units";
    }

    private void instance(Page page, MachineId id, Instance instance) {
        HardwareCharacteristics hardware = instance.hardware();
        yaml.number("version", 6);
        yaml.text("instance-id", instance.instanceId());
        yaml.knownText("display-name", instance.displayName());
        blocks.status("status", page.status(StatusKind.INSTANCE, id));
        blocks.noHistory("status-history");
        blocks.status("modification-status", page.status(StatusKind.MODIFICATION, id));
        blocks.known("architecture", hardware.arch());
        blocks.known("memory", hardware.mem());
        blocks.known("root-disk", hardware.rootDisk());
        blocks.known("root-disk-source", hardware.rootDiskSource());
        blocks.known("cores", hardware.cpuCores());
        blocks.known("cpu-power", hardware.cpuPower());
        if (!hardware.tags().isEmpty()) {
            yaml.texts("tags", hardware.tags());
        }
        blocks.known("availability-zone", hardware.availabilityZone());
        blocks.known("virt-type", hardware.virtType());
        if (!instance.charmProfiles().isEmpty()) {
            yaml.texts("charm-profiles", instance.charmProfiles());
        }
    }

    /** Some top-level machines with all their containers, and what belongs to them. */
    private final class Page {
        private final Map<MachineId, List<MachineId>> containers = new HashMap<>();
        private final Map<MachineId, Machine> machines;
        private final Map<StatusKind, Map<MachineId, StatusInfo>> statuses = new EnumMap<>(StatusKind.class);
        private final Map<String, String> hashes;

        Page(List<MachineId> topLevel) {
            MachineService service = source.services().machines();
            List<MachineId> all = new ArrayList<>(topLevel);
            List<MachineId> level = topLevel;
            while (!level.isEmpty()) {
                Map<MachineId, List<MachineId>> below = service.containers(source.tx(), source.uuid(), level);
                containers.putAll(below);
                level = below.values().stream().flatMap(Collection::stream).toList();
                all.addAll(level);
            }
            machines = service.machines(source.tx(), source.uuid(), all);
            for (StatusKind kind : StatusKind.values()) {
                statuses.put(kind, service.statuses(source.tx(), source.uuid(), kind, all));
            }
            hashes = source.services()
                    .access()
                    .agentHashes(
                            source.tx(),
                            source.uuid(),
                            all.stream().map(MachineId::tag).toList());
        }

        StatusInfo status(StatusKind kind, MachineId id) {
            StatusInfo status = statuses.get(kind).get(id);
            return status == null ? new StatusInfo("unknown", "", Map.of(), BlockWriter.NO_TIME) : status;
        }
    }
}
