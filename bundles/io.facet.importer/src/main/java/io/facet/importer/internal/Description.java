// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.Constraints;
import io.facet.image.api.ImageMetadata;
import io.facet.machine.api.ImportedMachine;
import io.facet.model.api.ModelInfo;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.storage.api.Filesystem;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a description holds for Facet, in the terms of the services.
 *
 * @param model the model
 * @param config its configuration, without the agent version
 * @param cloud its cloud
 * @param constraints what its machines must be like unless they say otherwise
 * @param users access by user name
 * @param keys SSH keys by user name
 * @param machineSequences next numbers of machines and containers, by sequence name
 * @param images images that an operator put in
 */
record Description(
        ModelInfo model,
        Map<String, Object> config,
        CloudSpec cloud,
        Constraints constraints,
        Map<String, String> users,
        Map<String, List<String>> keys,
        Map<String, Long> machineSequences,
        Network network,
        Machines machines,
        Applications applications,
        Storage storage,
        List<ImageMetadata> images) {

    /** How many there are of each kind, in the order of writing. */
    Map<String, Integer> counts() {
        long containers = machines.machines().stream()
                .filter(machine -> machine.value().machine().id().isContainer())
                .count();
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("machines", machines.machines().size() - (int) containers);
        counts.put("containers", (int) containers);
        counts.put("applications", applications.applications().size());
        counts.put("units", applications.units().size());
        counts.put("spaces", network.spaces().size());
        counts.put("subnets", network.subnets().size());
        counts.put("link-layer-devices", network.devices().size());
        counts.put("ip-addresses", network.addresses().size());
        counts.put("storage-pools", storage.pools().size());
        counts.put("storages", storage.instances().size());
        counts.put("volumes", storage.volumes().size());
        counts.put("filesystems", storage.filesystems().size());
        counts.put("cloud-image-metadata", images.size());
        counts.put("users", users.size());
        counts.put(
                "authorized-keys", keys.values().stream().mapToInt(List::size).sum());
        return counts;
    }

    /** Networks, and how machines are connected to them. */
    record Network(
            List<Located<Space>> spaces,
            List<Located<Subnet>> subnets,
            List<Located<LinkLayerDevice>> devices,
            List<Located<DeviceAddress>> addresses) {}

    /**
     * Machines, hosts before their containers.
     *
     * @param hashes password hashes by tag
     */
    record Machines(List<Located<ImportedMachine>> machines, Map<String, String> hashes) {}

    /**
     * Applications and their units.
     *
     * @param hashes password hashes by tag
     */
    record Applications(
            List<Located<Application>> applications, List<Located<Unit>> units, Map<String, String> hashes) {}

    /** Pools and what was or is to be made from them. */
    record Storage(
            List<Located<StoragePool>> pools,
            List<Located<StorageInstance>> instances,
            List<Located<Volume>> volumes,
            List<Located<VolumeAttachment>> attachments,
            List<Located<Filesystem>> filesystems) {}
}
