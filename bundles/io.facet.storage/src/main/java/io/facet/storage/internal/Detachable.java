// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.internal;

import io.facet.core.MachineId;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the storage that keeps a machine from dying, since it would have to be detached first ({@code provisioner.md}
 * 8.2).
 */
final class Detachable {

    /**
     * Provider types whose storage lives and dies with its machine: those that lie on the machine itself, and those that
     * make storage only together with the machine ({@code provisioning-info.md} 4.1, "dynamic: no").
     */
    private static final Set<String> WITH_THE_MACHINE = Set.of("loop", "rootfs", "tmpfs", "maas");

    private final PoolTable pools;
    private final VolumeTable volumes;
    private final AttachmentTable attachments;
    private final FilesystemTable filesystems;

    Detachable(PoolTable pools, VolumeTable volumes, AttachmentTable attachments, FilesystemTable filesystems) {
        this.pools = pools;
        this.volumes = volumes;
        this.attachments = attachments;
        this.filesystems = filesystems;
    }

    /** Whether a volume or filesystem with this id is bound to the machine: {@code 2/1} to {@code 2}. */
    static boolean isBound(String storageId, MachineId machine) {
        return storageId.lastIndexOf('/') == machine.value().length() && storageId.startsWith(machine.value());
    }

    static String volumeTag(String volumeId) {
        return tag("volume-", volumeId);
    }

    /** Tags of what is attached and detachable, sorted; a machine without any is absent. */
    Map<MachineId, List<String>> attachedTo(Transaction tx, String model, Collection<MachineId> machines) {
        List<VolumeAttachment> attachedVolumes = attachments.of(tx, model, machines).stream()
                .filter(attachment -> !isBound(attachment.volumeId(), attachment.machine()))
                .toList();
        List<FilesystemTable.Attached> attachedFilesystems = filesystems.on(tx, model, machines).stream()
                .filter(attached -> !isBound(attached.filesystemId(), attached.machine()))
                .toList();
        List<FilesystemTable.Origin> origins = filesystems.origins(
                tx,
                model,
                attachedFilesystems.stream()
                        .map(FilesystemTable.Attached::filesystemId)
                        .toList());

        Map<String, String> poolByVolume = poolByVolume(tx, model, attachedVolumes, origins);
        Map<String, String> poolByFilesystem = new HashMap<>();
        // A filesystem on a volume goes where the volume goes.
        origins.forEach(origin -> poolByFilesystem.put(
                origin.id(), origin.volumeId().map(poolByVolume::get).orElse(origin.pool())));
        Set<String> staying = detachablePools(tx, model, poolByVolume.values(), poolByFilesystem.values());

        Map<MachineId, TreeSet<String>> tags = new TreeMap<>();
        attachedVolumes.stream()
                .filter(attachment -> staying.contains(poolByVolume.get(attachment.volumeId())))
                .forEach(attachment -> add(tags, attachment.machine(), "volume-", attachment.volumeId()));
        attachedFilesystems.stream()
                .filter(attached -> staying.contains(poolByFilesystem.get(attached.filesystemId())))
                .forEach(attached -> add(tags, attached.machine(), "filesystem-", attached.filesystemId()));
        Map<MachineId, List<String>> sorted = new TreeMap<>();
        tags.forEach((machine, some) -> sorted.put(machine, List.copyOf(some)));
        return sorted;
    }

    private Map<String, String> poolByVolume(
            Transaction tx,
            String model,
            List<VolumeAttachment> attachedVolumes,
            List<FilesystemTable.Origin> origins) {
        Set<String> ids = new HashSet<>();
        attachedVolumes.forEach(attachment -> ids.add(attachment.volumeId()));
        origins.forEach(origin -> origin.volumeId().ifPresent(ids::add));
        Map<String, String> poolByVolume = new HashMap<>();
        for (Volume volume : volumes.find(tx, model, ids)) {
            poolByVolume.put(volume.id(), volume.pool());
        }
        return poolByVolume;
    }

    /** Those of the pools whose storage outlives a machine; a pool that is not stored is taken for a provider type. */
    private Set<String> detachablePools(
            Transaction tx, String model, Collection<String> ofVolumes, Collection<String> ofFilesystems) {
        Set<String> names = new HashSet<>(ofVolumes);
        names.addAll(ofFilesystems);
        Map<String, StoragePool> stored = pools.find(tx, model, names);
        names.removeIf(name -> WITH_THE_MACHINE.contains(
                stored.containsKey(name) ? stored.get(name).provider() : name));
        return names;
    }

    private static void add(Map<MachineId, TreeSet<String>> tags, MachineId machine, String kind, String id) {
        tags.computeIfAbsent(machine, any -> new TreeSet<>()).add(tag(kind, id));
    }

    private static String tag(String kind, String id) {
        return kind + id.replace('/', '-');
    }
}
