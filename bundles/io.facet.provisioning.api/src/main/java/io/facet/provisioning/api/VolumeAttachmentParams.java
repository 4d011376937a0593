// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.MachineId;
import java.util.Optional;

/**
 * A volume to attach to an instance ({@code provisioning-info.md} section 4).
 *
 * @param volumeId id of the volume
 * @param machine the machine
 * @param provider type of the volume's storage provider
 * @param providerVolumeId id of the volume in the cloud, empty while it is not provisioned
 * @param readOnly whether it is attached read-only
 */
public record VolumeAttachmentParams(
        String volumeId, MachineId machine, String provider, Optional<String> providerVolumeId, boolean readOnly) {}
