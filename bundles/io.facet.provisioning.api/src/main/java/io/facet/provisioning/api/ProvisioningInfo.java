// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.image.api.ImageMetadata;
import io.facet.machine.api.Machine;
import io.facet.storage.api.StoragePool;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent is told before it starts a machine ({@code provisioning-info.md} 1.1).
 *
 * @param machine the machine: its constraints, base, placement and jobs
 * @param rootDisk pool of the root disk, if the constraints name one that exists
 * @param volumes volumes to make with it
 * @param volumeAttachments volumes that are there and are to be attached to it
 * @param tags tags for the instance
 * @param endpointBindings provider id or name of the space, by endpoint
 * @param charmProfiles names of the LXD profiles of the charms on it, one for each unit
 * @param images metadata of the images to choose from, the most important last
 * @param controllerConfig the complete configuration of the controller
 * @param cloudInitUserData what the model adds to cloud-init, if anything
 * @param topology where in the network it has to go, if that is constrained
 */
public record ProvisioningInfo(
        Machine machine,
        Optional<StoragePool> rootDisk,
        List<VolumeParams> volumes,
        List<VolumeAttachmentParams> volumeAttachments,
        Map<String, String> tags,
        Map<String, String> endpointBindings,
        List<String> charmProfiles,
        List<ImageMetadata> images,
        Map<String, Object> controllerConfig,
        Optional<Map<String, Object>> cloudInitUserData,
        Optional<Topology> topology) {
    public ProvisioningInfo {
        volumes = List.copyOf(volumes);
        volumeAttachments = List.copyOf(volumeAttachments);
        tags = Map.copyOf(tags);
        endpointBindings = Map.copyOf(endpointBindings);
        charmProfiles = List.copyOf(charmProfiles);
        images = List.copyOf(images);
    }
}
