// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.MachineParticipant;
import io.facet.model.api.ModelParticipant;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.storage.api.Filesystem;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.StorageService;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The storage of a model, on the store. */
@Component(immediate = true)
public final class StorageServiceImpl implements StorageService, ModelParticipant, MachineParticipant {

    private static final ModelTables TABLES = ModelTables.of(
            "storage_pool", "storage_instance", "volume", "volume_attachment", "filesystem", "filesystem_attachment");

    private final PoolTable pools;
    private final VolumeTable volumes;
    private final AttachmentTable attachments;
    private final FilesystemTable filesystems;
    private final Detachable detachable;

    @Activate
    public StorageServiceImpl(@Reference Store store) {
        Sql sql = new Sql();
        pools = new PoolTable(sql);
        volumes = new VolumeTable(sql);
        attachments = new AttachmentTable(sql);
        filesystems = new FilesystemTable(sql);
        detachable = new Detachable(pools, volumes, attachments, filesystems);
        store.migrate(new SchemaScripts("storage", getClass().getClassLoader(), "db/migration/storage", 1));
    }

    @Override
    public Map<String, StoragePool> pools(Transaction tx, String modelUuid, Collection<String> names) {
        for (String name : names) {
            if (!StoragePool.isValidName(name)) {
                throw FacetException.notValid("pool name \"" + name + "\"");
            }
        }
        return pools.find(tx, modelUuid, names);
    }

    @Override
    public List<StoragePool> allPools(Transaction tx, String modelUuid) {
        return pools.all(tx, modelUuid);
    }

    @Override
    public void addPool(Transaction tx, String modelUuid, StoragePool pool) {
        if (pool.provider().isEmpty()) {
            throw FacetException.notValid("pool provider type \"\"");
        }
        if (!pools(tx, modelUuid, List.of(pool.name())).isEmpty()) {
            throw new FacetException(ErrorCode.ALREADY_EXISTS, "storage pool \"" + pool.name() + "\" already exists");
        }
        pools.insert(tx, modelUuid, List.of(pool));
    }

    @Override
    public void removePool(Transaction tx, String modelUuid, String name) {
        String refused = "storage pool \"" + name + "\" cannot be removed: ";
        if (PoolTable.BUILT_IN.contains(name)) {
            throw FacetException.uncoded(refused + "it is built in");
        }
        if (pools(tx, modelUuid, List.of(name)).isEmpty()) {
            throw FacetException.notFound("storage pool \"" + name + "\"");
        }
        List<String> users = Stream.concat(
                        volumes.from(tx, modelUuid, name).stream().map(id -> "volume " + id),
                        filesystems.from(tx, modelUuid, name).stream().map(id -> "filesystem " + id))
                .toList();
        if (!users.isEmpty()) {
            throw FacetException.uncoded(refused + users.get(0)
                    + (users.size() == 1 ? " comes" : " and " + (users.size() - 1) + " more come") + " from it");
        }
        pools.delete(tx, modelUuid, name);
    }

    @Override
    public List<Volume> allVolumes(Transaction tx, String modelUuid) {
        return volumes.all(tx, modelUuid);
    }

    @Override
    public List<VolumeAttachment> allVolumeAttachments(Transaction tx, String modelUuid) {
        return attachments.all(tx, modelUuid);
    }

    @Override
    public void forgetInstances(Transaction tx, String modelUuid, Collection<MachineId> machines) {
        Set<String> detachableTags = detachable.attachedTo(tx, modelUuid, machines).values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        List<String> gone = attachments.of(tx, modelUuid, machines).stream()
                .map(VolumeAttachment::volumeId)
                .filter(id -> !detachableTags.contains(Detachable.volumeTag(id)))
                .toList();
        attachments.clearInfo(tx, modelUuid, machines);
        volumes.clearInfo(tx, modelUuid, gone);
    }

    @Override
    public Map<String, Volume> volumes(Transaction tx, String modelUuid, Collection<String> ids) {
        Map<String, Volume> found = new TreeMap<>();
        volumes.find(tx, modelUuid, ids).forEach(volume -> found.put(volume.id(), volume));
        return found;
    }

    @Override
    public Map<String, StorageInstance> storageInstances(Transaction tx, String modelUuid, Collection<String> ids) {
        Map<String, StorageInstance> found = new TreeMap<>();
        pools.instances(tx, modelUuid, ids).forEach(instance -> found.put(instance.id(), instance));
        return found;
    }

    @Override
    public Map<MachineId, List<VolumeAttachment>> volumeAttachments(
            Transaction tx, String modelUuid, Collection<MachineId> machines) {
        return attachments.of(tx, modelUuid, machines).stream()
                .sorted(Comparator.comparing(VolumeAttachment::volumeId))
                .collect(Collectors.groupingBy(VolumeAttachment::machine, TreeMap::new, Collectors.toList()));
    }

    @Override
    public Map<MachineId, List<String>> detachableAttachments(
            Transaction tx, String modelUuid, Collection<MachineId> machines) {
        return detachable.attachedTo(tx, modelUuid, machines);
    }

    @Override
    public void setVolumeInfo(Transaction tx, String modelUuid, String volumeId, String pool, VolumeInfo info) {
        try {
            checkVolumeInfo(tx, modelUuid, volumeId, pool, info);
        } catch (FacetException e) {
            throw e.inContext("cannot set info for volume \"" + volumeId + "\"");
        }
        volumes.setInfo(tx, modelUuid, volumeId, info, "attaching");
    }

    private void checkVolumeInfo(Transaction tx, String modelUuid, String volumeId, String pool, VolumeInfo info) {
        Volume volume = volumes.find(tx, modelUuid, List.of(volumeId)).stream()
                .findAny()
                .orElseThrow(() -> FacetException.notFound("volume \"" + volumeId + "\""));
        if (info.volumeId().isEmpty()) {
            throw FacetException.uncoded("volume ID not set");
        }
        if (volume.info().isPresent() && !pool.isEmpty() && !pool.equals(volume.pool())) {
            throw FacetException.uncoded("cannot change pool from \"" + volume.pool() + "\" to \"" + pool + "\"");
        }
        volume.info()
                .map(VolumeInfo::volumeId)
                .filter(id -> !id.equals(info.volumeId()))
                .ifPresent(id -> {
                    throw FacetException.uncoded(
                            "cannot change volume ID from \"" + id + "\" to \"" + info.volumeId() + "\"");
                });
    }

    @Override
    public void setVolumeAttachmentInfo(
            Transaction tx, String modelUuid, MachineId machine, String volumeId, VolumeAttachmentInfo info) {
        if (!attachments.setInfo(tx, modelUuid, machine, volumeId, info)) {
            throw FacetException.notFound("volume \"" + volumeId + "\" on machine \"" + machine + "\"");
        }
        volumes.setStatus(tx, modelUuid, volumeId, "attached");
    }

    @Override
    public List<StoragePool> modelPools(Transaction tx, String modelUuid) {
        return pools.ofModel(tx, modelUuid).stream()
                .sorted(Comparator.comparing(StoragePool::name))
                .toList();
    }

    @Override
    public List<String> volumeIds(Transaction tx, String modelUuid) {
        return volumes.ids(tx, modelUuid);
    }

    @Override
    public List<String> filesystemIds(Transaction tx, String modelUuid) {
        return filesystems.ids(tx, modelUuid);
    }

    @Override
    public List<String> storageInstanceIds(Transaction tx, String modelUuid) {
        return pools.instanceIds(tx, modelUuid);
    }

    @Override
    public Map<String, List<VolumeAttachment>> attachmentsOf(
            Transaction tx, String modelUuid, Collection<String> volumeIds) {
        return attachments.ofVolumes(tx, modelUuid, volumeIds).stream()
                .sorted(Comparator.comparing(VolumeAttachment::machine))
                .collect(Collectors.groupingBy(VolumeAttachment::volumeId));
    }

    @Override
    public Map<String, Filesystem> filesystems(Transaction tx, String modelUuid, Collection<String> ids) {
        return filesystems.find(tx, modelUuid, ids);
    }

    @Override
    public void importPools(Transaction tx, String modelUuid, Collection<StoragePool> imported) {
        pools.insert(tx, modelUuid, imported);
    }

    @Override
    public void importStorageInstances(Transaction tx, String modelUuid, Collection<StorageInstance> instances) {
        pools.insertInstances(tx, modelUuid, instances);
    }

    @Override
    public void importVolumes(
            Transaction tx, String modelUuid, Collection<Volume> imported, Collection<VolumeAttachment> attached) {
        volumes.insert(tx, modelUuid, imported);
        attachments.insert(tx, modelUuid, attached);
    }

    @Override
    public void importFilesystems(Transaction tx, String modelUuid, Collection<Filesystem> imported) {
        filesystems.insert(tx, modelUuid, imported);
    }

    /** Deletes the attachments of the machines and the storage that is bound to them; other storage stays. */
    @Override
    public void removeMachines(Transaction tx, String modelUuid, Collection<MachineId> ids) {
        List<String> boundVolumes = attachments.of(tx, modelUuid, ids).stream()
                .filter(attachment -> Detachable.isBound(attachment.volumeId(), attachment.machine()))
                .map(VolumeAttachment::volumeId)
                .toList();
        List<String> boundFilesystems = filesystems.on(tx, modelUuid, ids).stream()
                .filter(attached -> Detachable.isBound(attached.filesystemId(), attached.machine()))
                .map(FilesystemTable.Attached::filesystemId)
                .toList();
        attachments.delete(tx, modelUuid, ids);
        filesystems.deleteAttachments(tx, modelUuid, ids);
        volumes.delete(tx, modelUuid, boundVolumes);
        filesystems.delete(tx, modelUuid, boundFilesystems);
    }

    @Override
    public Map<String, Long> counts(Transaction tx, String modelUuid) {
        return TABLES.counts(
                tx,
                modelUuid,
                Map.of(
                        "storage-pools",
                        "storage_pool",
                        "storages",
                        "storage_instance",
                        "volumes",
                        "volume",
                        "filesystems",
                        "filesystem"));
    }

    @Override
    public void removeModel(Transaction tx, String modelUuid) {
        TABLES.remove(tx, modelUuid);
    }

    @Override
    public void moveModel(Transaction tx, String fromUuid, String toUuid) {
        TABLES.move(tx, fromUuid, toUuid);
    }
}
