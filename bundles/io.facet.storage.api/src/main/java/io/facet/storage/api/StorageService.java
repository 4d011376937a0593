// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

import io.facet.core.MachineId;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Storage pools, volumes and filesystems ({@code provisioning-info.md} sections 3, 4 and 9). */
@ProviderType
public interface StorageService {

    /**
     * The pools with these names, the built-in {@code loop}, {@code rootfs} and {@code tmpfs} included; an unknown name
     * is absent.
     *
     * @throws io.facet.core.FacetException {@code pool name "<name>" not valid}
     */
    Map<String, StoragePool> pools(Transaction tx, String modelUuid, Collection<String> names);

    /** All pools, the built-in ones included, sorted by name. */
    List<StoragePool> allPools(Transaction tx, String modelUuid);

    /**
     * Adds a pool. What the cloud thinks of its attributes is for the caller to ask.
     *
     * @throws io.facet.core.FacetException code {@code not valid} for name or provider type; code {@code already exists}
     */
    void addPool(Transaction tx, String modelUuid, StoragePool pool);

    /**
     * Removes a pool from which no volume and no filesystem comes.
     *
     * @throws io.facet.core.FacetException code {@code not found}; without code for a built-in pool, and naming what
     *     comes from it
     */
    void removePool(Transaction tx, String modelUuid, String name);

    /** All volumes, in no order. */
    List<Volume> allVolumes(Transaction tx, String modelUuid);

    /** All attachments of volumes to machines, in no order. */
    List<VolumeAttachment> allVolumeAttachments(Transaction tx, String modelUuid);

    /** The volumes with these ids. */
    Map<String, Volume> volumes(Transaction tx, String modelUuid, Collection<String> ids);

    /** The storage instances with these ids. */
    Map<String, StorageInstance> storageInstances(Transaction tx, String modelUuid, Collection<String> ids);

    /** The volume attachments of each of the machines; a machine without any is absent. */
    Map<MachineId, List<VolumeAttachment>> volumeAttachments(
            Transaction tx, String modelUuid, Collection<MachineId> machines);

    /**
     * Tags of the detachable volumes and filesystems attached to each of the machines, sorted; these keep a machine from
     * dying ({@code provisioner.md} 8.2). Storage bound to the machine itself does not count.
     */
    Map<MachineId, List<String>> detachableAttachments(
            Transaction tx, String modelUuid, Collection<MachineId> machines);

    /**
     * Records what the provider made of a volume and sets its status to {@code attaching}; the pool stays that of the
     * request.
     *
     * @param pool pool that the volume is said to come from, empty if nothing is said; once the volume is provisioned it
     *     must be the volume's
     * @throws io.facet.core.FacetException with the texts of {@code provisioner.md} 5.1 row 3, from
     *     {@code cannot set info for volume} on
     */
    void setVolumeInfo(Transaction tx, String modelUuid, String volumeId, String pool, VolumeInfo info);

    /**
     * Records how a volume is attached to a machine and sets its status to {@code attached}.
     *
     * @throws io.facet.core.FacetException code {@code not found}, if it is not meant to be attached there; what was
     *     being done ({@code provisioner.md} 5.1 row 4) is for the caller to put in front
     */
    void setVolumeAttachmentInfo(
            Transaction tx, String modelUuid, MachineId machine, String volumeId, VolumeAttachmentInfo info);

    /**
     * Takes back what was recorded of storage for instances that are gone: their volume attachments are to be made once
     * more, and so are the volumes that went with them, all but the detachable ones.
     */
    void forgetInstances(Transaction tx, String modelUuid, Collection<MachineId> machines);

    /** The pools that were made for the model, the built-in ones left out, sorted by name. */
    List<StoragePool> modelPools(Transaction tx, String modelUuid);

    /** Ids of all volumes, sorted as text. */
    List<String> volumeIds(Transaction tx, String modelUuid);

    /** Ids of all filesystems, sorted as text. */
    List<String> filesystemIds(Transaction tx, String modelUuid);

    /** Ids of all storage instances, sorted as text. */
    List<String> storageInstanceIds(Transaction tx, String modelUuid);

    /** The attachments of each of the volumes, in machine order; a volume without any is absent. */
    Map<String, List<VolumeAttachment>> attachmentsOf(Transaction tx, String modelUuid, Collection<String> volumeIds);

    /** The filesystems with these ids; the machines they are attached to in order. */
    Map<String, Filesystem> filesystems(Transaction tx, String modelUuid, Collection<String> ids);

    /** Takes over pools from a model description. */
    void importPools(Transaction tx, String modelUuid, Collection<StoragePool> pools);

    /** Takes over storage instances from a model description. */
    void importStorageInstances(Transaction tx, String modelUuid, Collection<StorageInstance> instances);

    /** Takes over volumes and their attachments from a model description. */
    void importVolumes(
            Transaction tx, String modelUuid, Collection<Volume> volumes, Collection<VolumeAttachment> attachments);

    /** Takes over filesystems from a model description. */
    void importFilesystems(Transaction tx, String modelUuid, Collection<Filesystem> filesystems);
}
