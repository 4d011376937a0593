// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

import io.facet.core.MachineId;
import java.util.Optional;

/**
 * A volume attached, or to be attached, to a machine.
 *
 * @param volumeId id of the volume
 * @param machine the machine
 * @param readOnly whether it is attached read-only
 * @param info how it is attached, empty while not provisioned
 */
public record VolumeAttachment(
        String volumeId, MachineId machine, boolean readOnly, Optional<VolumeAttachmentInfo> info) {}
