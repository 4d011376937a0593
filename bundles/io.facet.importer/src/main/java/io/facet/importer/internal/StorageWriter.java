// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.Tag;
import io.facet.storage.api.Filesystem;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.StorageService;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes pools and what was or is to be made from them ({@code model-description.md} section 8). */
final class StorageWriter {
    private static final int STORAGES = 3;
    private static final int ATTACHMENTS = 2;

    /** What a storage instance is made of as long as nothing serves it. */
    private static final Request UNSERVED = new Request("", 1024);

    private final ExportSource source;
    private final YamlWriter yaml;
    private final BlockWriter blocks;
    private final SequenceTally sequences;
    private final ExportMeter meter;
    private final StorageService service;
    /** By the id of the storage instance that a volume or filesystem serves. */
    private final Map<String, Request> requests = new HashMap<>();

    private record Request(String pool, long sizeMib) {}

    StorageWriter(ExportSource source, YamlWriter yaml, SequenceTally sequences, ExportMeter meter) {
        this.source = source;
        this.yaml = yaml;
        this.blocks = new BlockWriter(yaml);
        this.sequences = sequences;
        this.meter = meter;
        this.service = source.services().storage();
        // Sequences stand in the document before what uses them.
        ids().forEach((sequence, ids) -> ids.forEach(id -> sequences.storage(sequence, id)));
    }

    private Map<String, List<String>> ids() {
        return Map.of(
                "volume", service.volumeIds(source.tx(), source.uuid()),
                "filesystem", service.filesystemIds(source.tx(), source.uuid()),
                "stores", service.storageInstanceIds(source.tx(), source.uuid()));
    }

    /** Writes the sections that are there for storage, but the pools. */
    void write() {
        Map<String, List<String>> ids = ids();
        yaml.section("volumes", 1, () -> ExportSource.inPages(ids.get("volume"), this::volumes));
        yaml.section("filesystems", 1, () -> ExportSource.inPages(ids.get("filesystem"), this::filesystems));
        yaml.section("storages", STORAGES, () -> ExportSource.inPages(ids.get("stores"), this::storages));
        pools();
    }

    private void volumes(List<String> ids) {
        Map<String, Volume> volumes = service.volumes(source.tx(), source.uuid(), ids);
        Map<String, List<VolumeAttachment>> attachments = service.attachmentsOf(source.tx(), source.uuid(), ids);
        ids.forEach(id -> yaml.item(() -> volume(volumes.get(id), attachments.getOrDefault(id, List.of()))));
    }

    private void volume(Volume volume, List<VolumeAttachment> attachments) {
        meter.wrote("volumes");
        Optional<VolumeInfo> info = volume.info();
        long size = info.map(VolumeInfo::sizeMib).filter(made -> made > 0).orElse(volume.sizeMib());
        volume.storageId().ifPresent(id -> requests.put(id, new Request(volume.pool(), size)));
        yaml.text("id", volume.id());
        yaml.knownText("storage-id", volume.storageId().orElse(""));
        yaml.flag("provisioned", info.isPresent());
        yaml.number("size", size);
        yaml.knownText("pool", volume.pool());
        info.ifPresent(made -> {
            yaml.knownText("hardware-id", made.hardwareId());
            yaml.knownText("wwn", made.wwn());
            yaml.knownText("volume-id", made.volumeId());
        });
        yaml.flag("persistent", info.map(VolumeInfo::persistent).orElse(false));
        blocks.status("status", volume.status());
        blocks.noHistory("status-history");
        yaml.section(
                "attachments",
                ATTACHMENTS,
                () -> attachments.forEach(attachment -> yaml.item(() -> {
                    Optional<VolumeAttachmentInfo> made = attachment.info();
                    yaml.text("host-id", attachment.machine().value());
                    yaml.flag("provisioned", made.isPresent());
                    yaml.flag(
                            "read-only",
                            made.map(VolumeAttachmentInfo::readOnly).orElse(attachment.readOnly()));
                    yaml.text(
                            "device-name",
                            made.map(VolumeAttachmentInfo::deviceName).orElse(""));
                    yaml.text(
                            "device-link",
                            made.map(VolumeAttachmentInfo::deviceLink).orElse(""));
                    yaml.text(
                            "bus-address",
                            made.map(VolumeAttachmentInfo::busAddress).orElse(""));
                    made.ifPresent(this::plan);
                })));
        yaml.section("attachmentplans", 1, () -> {});
    }

    private void plan(VolumeAttachmentInfo info) {
        if (info.planDeviceType().isEmpty() && info.planDeviceAttributes().isEmpty()) {
            return;
        }
        yaml.map("plan-info", () -> {
            yaml.text("device-type", info.planDeviceType());
            if (!info.planDeviceAttributes().isEmpty()) {
                yaml.textMap("device-attributes", new TreeMap<>(info.planDeviceAttributes()));
            }
        });
    }

    private void filesystems(List<String> ids) {
        Map<String, Filesystem> filesystems = service.filesystems(source.tx(), source.uuid(), ids);
        ids.forEach(id -> yaml.item(() -> filesystem(filesystems.get(id))));
    }

    /** Facet keeps what is asked for, and not whether it was made. */
    private void filesystem(Filesystem filesystem) {
        meter.wrote("filesystems");
        filesystem
                .storageId()
                .ifPresent(id -> requests.putIfAbsent(id, new Request(filesystem.pool(), filesystem.sizeMib())));
        yaml.text("id", filesystem.id());
        yaml.knownText("storage-id", filesystem.storageId().orElse(""));
        yaml.knownText("volume-id", filesystem.volumeId().orElse(""));
        yaml.flag("provisioned", false);
        yaml.number("size", filesystem.sizeMib());
        yaml.knownText("pool", filesystem.pool());
        blocks.status("status", "pending");
        blocks.noHistory("status-history");
        yaml.section("attachments", ATTACHMENTS, () -> filesystem
                .machines()
                .forEach(machine -> yaml.item(() -> {
                    yaml.text("host-id", machine.value());
                    yaml.flag("provisioned", false);
                    yaml.flag("read-only", false);
                    yaml.text("mount-point", "");
                })));
    }

    private void storages(List<String> ids) {
        Map<String, StorageInstance> instances = service.storageInstances(source.tx(), source.uuid(), ids);
        ids.forEach(id -> yaml.item(() -> storage(instances.get(id))));
    }

    private void storage(StorageInstance instance) {
        meter.wrote("storages");
        Request request = requests.getOrDefault(instance.id(), UNSERVED);
        Optional<String> unit = instance.owner().filter(owner -> owner.contains("/"));
        yaml.text("id", instance.id());
        yaml.text("kind", instance.kind());
        instance.owner()
                .map(owner -> new Tag(unit.isPresent() ? Tag.Kind.UNIT : Tag.Kind.APPLICATION, owner))
                .ifPresent(owner -> yaml.text("owner", owner.toString()));
        yaml.text("name", instance.id().substring(0, Math.max(instance.id().lastIndexOf('/'), 0)));
        if (unit.isPresent()) {
            yaml.texts("attachments", List.of(unit.get()));
        }
        yaml.map("constraints", () -> {
            yaml.text("pool", request.pool().isEmpty() ? builtIn(instance) : request.pool());
            yaml.number("size", request.sizeMib());
        });
    }

    private static String builtIn(StorageInstance instance) {
        return instance.kind().equals("block") ? "loop" : "rootfs";
    }

    private void pools() {
        List<StoragePool> pools = service.modelPools(source.tx(), source.uuid());
        yaml.section(
                "storage-pools",
                1,
                "pools",
                () -> pools.forEach(pool -> yaml.item(() -> {
                    meter.wrote("storage-pools");
                    yaml.text("name", pool.name());
                    yaml.text("provider", pool.provider());
                    yaml.textMap("attributes", new TreeMap<>(pool.attributes()));
                })));
    }
}
