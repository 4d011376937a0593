// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import java.util.Map;

/**
 * A volume to make together with an instance ({@code provisioning-info.md} section 4).
 *
 * @param volumeId id of the volume
 * @param sizeMib size in MiB
 * @param provider type of its storage provider
 * @param attributes attributes of its pool
 * @param tags tags that it gets in the cloud
 * @param attachment how it is to be attached
 */
public record VolumeParams(
        String volumeId,
        long sizeMib,
        String provider,
        Map<String, String> attributes,
        Map<String, String> tags,
        VolumeAttachmentParams attachment) {
    public VolumeParams {
        attributes = Map.copyOf(attributes);
        tags = Map.copyOf(tags);
    }
}
