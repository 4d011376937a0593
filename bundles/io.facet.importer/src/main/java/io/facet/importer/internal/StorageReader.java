// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.storage.api.Filesystem;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads pools, storage instances, volumes and filesystems ({@code model-description.md} section 8). */
final class StorageReader {

    /** Provider types and the default pools made from them; a pool of such a name need not be listed. */
    private static final Set<String> KNOWN_POOLS = Set.of(
            "loop",
            "rootfs",
            "tmpfs",
            "maas",
            "ebs",
            "ebs-ssd",
            "cinder",
            "azure",
            "azure-premium",
            "gce",
            "lxd",
            "lxd-zfs",
            "lxd-btrfs",
            "oci",
            "iscsi",
            "kubernetes");

    private final Ledger ledger;
    private final References references;
    private final Set<String> poolNames = new HashSet<>();
    private final Set<String> instanceIds = new HashSet<>();
    private final Set<String> volumeIds = new HashSet<>();
    private final Set<String> filesystemIds = new HashSet<>();
    private final List<Located<StoragePool>> pools = new ArrayList<>();
    private final List<Located<StorageInstance>> instances = new ArrayList<>();
    private final List<Located<Volume>> volumes = new ArrayList<>();
    private final List<Located<VolumeAttachment>> attachments = new ArrayList<>();
    private final List<Located<Filesystem>> filesystems = new ArrayList<>();

    /**
     * @param references what units and machines there are
     */
    StorageReader(Ledger ledger, References references) {
        this.ledger = ledger;
        this.references = references;
    }

    Description.Storage read(Fields model) {
        Fields section = model.structure("storage-pools", 1, 1);
        section.items("pools", "pool", "name").forEach(this::pool);
        storages(model);
        Fields volumeSection = model.structure("volumes", 1, 1);
        List<Fields> items = volumeSection.items("volumes", "volume", "id");
        for (int i = 0; i < items.size(); i++) {
            volume(items.get(i).as("volume", 1), "volume[" + i + "]");
        }
        List<Fields> filesystemItems = model.structure("filesystems", 1, 1).items("filesystems", "filesystem", "id");
        for (int i = 0; i < filesystemItems.size(); i++) {
            filesystem(filesystemItems.get(i).as("filesystem", 1), "filesystem[" + i + "]");
        }
        return new Description.Storage(pools, instances, volumes, attachments, filesystems);
    }

    private void pool(Fields item) {
        Fields fields = item.as("pool", 1);
        StoragePool pool = new StoragePool(fields.text("name"), fields.text("provider"), fields.textMap("attributes"));
        if (!StoragePool.isValidName(pool.name())) {
            throw fields.notValid("pool name \"" + pool.name() + "\" not valid");
        }
        unique(poolNames, pool.name(), fields, "storage pool");
        pools.add(new Located<>(pool, fields.where()));
    }

    private void requirePool(Fields fields, String what, String pool) {
        if (!pool.isEmpty() && !poolNames.contains(pool) && !KNOWN_POOLS.contains(pool)) {
            throw fields.notValid(what + " references unknown storage pool \"" + pool + "\"");
        }
    }

    private static void unique(Set<String> seen, String id, Fields fields, String kind) {
        if (!seen.add(id)) {
            throw fields.notValid(kind + " \"" + id + "\" is there twice");
        }
    }

    private void storages(Fields model) {
        Fields section = model.map("storages");
        int version = section.version(1, 4);
        List<Fields> items = section.items("storages", "storage", "id");
        for (int i = 0; i < items.size(); i++) {
            storage(items.get(i).as("storage", version), version, "storage[" + i + "]");
        }
    }

    private void storage(Fields fields, int version, String position) {
        String id = fields.text("id");
        String kind = fields.text("kind");
        if (!kind.equals("block") && !kind.equals("filesystem")) {
            throw fields.invalid("kind", "expected block or filesystem, got \"" + kind + "\"");
        }
        fields.text("name");
        if (version >= 3) {
            Fields constraints = fields.map("constraints");
            if (constraints.text("pool").isEmpty()) {
                throw fields.notValid(position + ": storage \"" + id + "\" invalid empty pool name not valid");
            }
            if (constraints.size("size") == 0) {
                throw fields.notValid(position + ": storage \"" + id + "\" invalid zero size not valid");
            }
            requirePool(fields, "storage \"" + id + "\"", constraints.text("pool"));
        }
        Optional<String> owner = owner(fields, version);
        owner.filter(name -> !references.isOwner(name)).ifPresent(name -> {
            throw fields.notValid(position + " owner (" + name + ") not valid");
        });
        for (String unit : fields.optionalTexts("attachments").orElse(List.of())) {
            if (!references.isUnit(unit)) {
                throw fields.notValid(position + " attachment referencing unknown unit \"" + unit + "\" not valid");
            }
        }
        unique(instanceIds, id, fields, "storage");
        instances.add(new Located<>(new StorageInstance(id, kind, owner), fields.where()));
    }

    /** Up to version 3 the owner is a tag, afterwards a unit name. */
    private static Optional<String> owner(Fields fields, int version) {
        if (version >= 4) {
            return fields.knownText("unit-owner");
        }
        Optional<String> tag = fields.knownText("owner");
        try {
            return tag.map(Tag::parse).map(Tag::id);
        } catch (FacetException e) {
            throw fields.invalid("owner", e.getMessage());
        }
    }

    private void volume(Fields fields, String position) {
        String id = fields.text("id");
        if (id.isEmpty()) {
            throw fields.notValid(position + ": volume missing id not valid");
        }
        boolean provisioned = fields.flag("provisioned");
        long size = fields.size("size");
        if (size == 0) {
            throw fields.notValid(position + ": volume \"" + id + "\" missing size not valid");
        }
        boolean persistent = fields.flag("persistent");
        String status = Blocks.status(fields, "status").status();
        Optional<String> storage = storage(fields, position);
        String pool = fields.text("pool", "");
        requirePool(fields, "volume \"" + id + "\"", pool);
        Optional<VolumeInfo> info = !provisioned
                ? Optional.empty()
                : Optional.of(new VolumeInfo(
                        fields.text("volume-id", ""),
                        fields.text("hardware-id", ""),
                        fields.text("wwn", ""),
                        size,
                        persistent));
        unique(volumeIds, id, fields, "volume");
        volumes.add(new Located<>(new Volume(id, storage, pool, size, info, status), fields.where()));
        attachments(fields, position)
                .forEach((machine, attachment) -> attachments.add(new Located<>(
                        new VolumeAttachment(id, machine, attachment.flag("read-only"), attachmentInfo(attachment)),
                        attachment.where())));
        fields.structure("attachmentplans", 1, 1);
        fields.leaveOut(ledger, "volumes: ", "attachmentplans", "status-history");
    }

    private Optional<String> storage(Fields fields, String position) {
        Optional<String> storage = fields.knownText("storage-id");
        if (storage.isPresent() && !instanceIds.contains(storage.get())) {
            throw fields.notValid(position + " referencing unknown storage \"" + storage.get() + "\" not valid");
        }
        return storage;
    }

    private static Optional<VolumeAttachmentInfo> attachmentInfo(Fields fields) {
        boolean provisioned = fields.flag("provisioned");
        boolean readOnly = fields.flag("read-only");
        String name = fields.text("device-name");
        String link = fields.text("device-link");
        String bus = fields.text("bus-address");
        Optional<Fields> plan = fields.optionalMap("plan-info");
        String type = plan.map(p -> p.text("device-type")).orElse("");
        Map<String, String> attributes =
                plan.map(p -> p.textMap("device-attributes", Map.of())).orElse(Map.of());
        return provisioned
                ? Optional.of(new VolumeAttachmentInfo(name, link, bus, readOnly, type, attributes))
                : Optional.empty();
    }

    private void filesystem(Fields fields, String position) {
        String id = fields.text("id");
        if (id.isEmpty()) {
            throw fields.notValid(position + ": filesystem missing id not valid");
        }
        fields.flag("provisioned");
        long size = fields.size("size");
        if (size == 0) {
            throw fields.notValid(position + ": filesystem \"" + id + "\" missing size not valid");
        }
        Optional<String> storage = storage(fields, position);
        Optional<String> volume = fields.knownText("volume-id");
        if (volume.isPresent() && !volumeIds.contains(volume.get())) {
            throw fields.notValid(position + " referencing unknown volume \"" + volume.get() + "\" not valid");
        }
        String pool = fields.text("pool", "");
        requirePool(fields, "filesystem \"" + id + "\"", pool);
        List<MachineId> machines = new ArrayList<>(attachments(fields, position).keySet());
        unique(filesystemIds, id, fields, "filesystem");
        filesystems.add(new Located<>(new Filesystem(id, storage, volume, pool, size, machines), fields.where()));
        fields.leaveOut(ledger, "filesystems: ", "status-history");
    }

    /** The attachments to machines; those to units of another kind of model are left out. */
    private Map<MachineId, Fields> attachments(Fields fields, String position) {
        Fields section = fields.map("attachments");
        int version = section.version(1, 3);
        Map<MachineId, Fields> found = new LinkedHashMap<>();
        List<Fields> items = section.items("attachments", "attachment", "host-id");
        for (int i = 0; i < items.size(); i++) {
            Fields item = items.get(i).as("attachment", version);
            String host = host(item, version);
            if (references.isUnit(host)) {
                ledger.leaveOut("attachments of storage to units", 1);
            } else if (references.isMachine(host)) {
                if (found.put(new MachineId(host), item) != null) {
                    throw item.notValid(position + " is attached to machine \"" + host + "\" twice");
                }
            } else {
                throw item.notValid(position + ".attachment[" + i + "] referencing unknown machine or unit \"" + host
                        + "\" not valid");
            }
        }
        return found;
    }

    private static String host(Fields attachment, int version) {
        return switch (version) {
            case 1 -> attachment.text("machine-id");
            case 2 -> attachment.text("host-id");
            default -> attachment.knownText("host-machine-id").orElseGet(() -> attachment.text("host-unit-id"));
        };
    }
}
