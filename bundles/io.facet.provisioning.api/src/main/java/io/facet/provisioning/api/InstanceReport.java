// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.MachineId;
import io.facet.machine.api.Instance;
import io.facet.storage.api.VolumeAttachmentInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a provisioner reports about an instance it started ({@code provisioner.md} 5.1).
 *
 * @param machine the machine it was started for
 * @param nonce nonce that the machine's agent will present
 * @param instance the instance
 * @param volumes the volumes made with it, in the order reported
 * @param attachments how volumes are attached to it, by volume tag as sent
 */
public record InstanceReport(
        MachineId machine,
        String nonce,
        Instance instance,
        List<ReportedVolume> volumes,
        Map<String, VolumeAttachmentInfo> attachments) {
    public InstanceReport {
        volumes = List.copyOf(volumes);
        attachments = Collections.unmodifiableMap(new LinkedHashMap<>(attachments));
    }
}
