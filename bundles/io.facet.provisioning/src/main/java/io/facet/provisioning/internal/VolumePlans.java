// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.provisioning.api.VolumeAttachmentParams;
import io.facet.provisioning.api.VolumeParams;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeInfo;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The volumes to make or attach together with instances ({@code provisioning-info.md} section 4), read once for all. */
final class VolumePlans {

    /**
     * What is to be done for one machine.
     *
     * @param volumes volumes to make
     * @param attachments volumes that are there and are to be attached
     */
    record Plan(List<VolumeParams> volumes, List<VolumeAttachmentParams> attachments) {}

    private final Map<MachineId, List<VolumeAttachment>> attachments;
    private final Map<String, Volume> volumes;
    private final Map<String, StorageInstance> instances;
    private final Pools pools;
    private final Set<String> owned;

    private VolumePlans(
            Map<MachineId, List<VolumeAttachment>> attachments,
            Map<String, Volume> volumes,
            Map<String, StorageInstance> instances,
            Pools pools,
            Set<String> owned) {
        this.attachments = attachments;
        this.volumes = volumes;
        this.instances = instances;
        this.pools = pools;
        this.owned = owned;
    }

    static VolumePlans read(
            Services services, Transaction tx, String modelUuid, ModelFacts facts, Collection<MachineId> machines) {
        Map<MachineId, List<VolumeAttachment>> attachments =
                services.storage().volumeAttachments(tx, modelUuid, machines);
        Set<String> ids = attachments.values().stream()
                .flatMap(List::stream)
                .map(VolumeAttachment::volumeId)
                .collect(Collectors.toSet());
        Map<String, Volume> volumes =
                ids.isEmpty() ? Map.of() : services.storage().volumes(tx, modelUuid, ids);
        Set<String> stored = volumes.values().stream()
                .flatMap(volume -> volume.storageId().stream())
                .collect(Collectors.toSet());
        return new VolumePlans(
                attachments,
                volumes,
                stored.isEmpty() ? Map.of() : services.storage().storageInstances(tx, modelUuid, stored),
                Pools.read(
                        services,
                        tx,
                        modelUuid,
                        facts,
                        volumes.values().stream().map(Volume::pool).toList()),
                facts.capabilities().storageProviders());
    }

    /**
     * The plan of one machine.
     *
     * @param baseTags tags that each of its volumes gets
     * @throws FacetException {@code getting volume "<id>"...}, for the first volume that cannot be told
     */
    Plan of(MachineId machine, Map<String, String> baseTags) {
        Plan plan = new Plan(new ArrayList<>(), new ArrayList<>());
        attachments.getOrDefault(machine, List.of()).forEach(attachment -> add(plan, attachment, baseTags));
        return plan;
    }

    private void add(Plan plan, VolumeAttachment attachment, Map<String, String> baseTags) {
        String what = "getting volume \"" + attachment.volumeId() + "\"";
        Volume volume = found(volumes, attachment.volumeId(), "volume", what);
        Optional<StorageInstance> instance =
                volume.storageId().map(id -> found(instances, id, "storage instance", what + " storage instance"));
        StoragePool pool = pool(volume, what + " parameters");
        // What the cloud does not own is left to the agent on the machine; what is attached is done.
        if (!owned.contains(pool.provider()) || attachment.info().isPresent()) {
            return;
        }
        VolumeAttachmentParams attach = new VolumeAttachmentParams(
                volume.id(),
                attachment.machine(),
                pool.provider(),
                volume.info().map(VolumeInfo::volumeId),
                attachment.readOnly());
        if (volume.info().isPresent()) {
            plan.attachments().add(attach);
        } else {
            plan.volumes()
                    .add(new VolumeParams(
                            volume.id(),
                            volume.sizeMib(),
                            pool.provider(),
                            pool.attributes(),
                            tags(baseTags, instance),
                            attach));
        }
    }

    private StoragePool pool(Volume volume, String what) {
        try {
            return pools.resolve(volume.pool());
        } catch (FacetException e) {
            throw e.inContext(what);
        }
    }

    private static <T> T found(Map<String, T> all, String id, String kind, String what) {
        return Optional.ofNullable(all.get(id)).orElseThrow(() -> FacetException.notFound(kind + " \"" + id + "\"")
                .inContext(what));
    }

    private static Map<String, String> tags(Map<String, String> baseTags, Optional<StorageInstance> instance) {
        Map<String, String> tags = new HashMap<>(baseTags);
        instance.ifPresent(stored -> {
            tags.put("juju-storage-instance", stored.id());
            stored.owner().ifPresent(owner -> tags.put("juju-storage-owner", owner));
        });
        return tags;
    }
}
