// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.InstanceReport;
import io.facet.provisioning.api.ReportedVolume;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.store.api.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records started instances in the order of checks of {@code provisioner.md} 5.1, each all or nothing. An unknown
 * availability zone is accepted, as its section 9 advises.
 */
final class InstanceReports {

    private final Services services;

    InstanceReports(Services services) {
        this.services = services;
    }

    List<Optional<FacetException>> record(Transaction tx, String modelUuid, List<InstanceReport> reports) {
        Map<MachineId, Machine> known = services.machines()
                .machines(
                        tx,
                        modelUuid,
                        reports.stream().map(InstanceReport::machine).distinct().toList());
        return Entries.each(tx, reports, report -> {
            if (!known.containsKey(report.machine())) {
                throw FacetException.notFound("machine " + report.machine());
            }
            record(tx, modelUuid, report);
        });
    }

    private void record(Transaction tx, String modelUuid, InstanceReport report) {
        Map<String, ReportedVolume> volumes = new LinkedHashMap<>();
        report.volumes().forEach(volume -> volumes.put(volumeId(volume.tag()), volume));
        Map<String, VolumeAttachmentInfo> attachments = new LinkedHashMap<>();
        report.attachments().forEach((tag, info) -> attachments.put(volumeId(tag), info));
        try {
            volumes.forEach(
                    (id, volume) -> services.storage().setVolumeInfo(tx, modelUuid, id, volume.pool(), volume.info()));
            attachments.forEach((id, info) -> attach(tx, modelUuid, report.machine(), id, info));
            services.machines().setInstance(tx, modelUuid, report.machine(), report.nonce(), report.instance());
        } catch (FacetException e) {
            throw e.inContext(
                    "cannot record provisioning info for \"" + report.instance().instanceId() + "\"");
        }
    }

    private void attach(
            Transaction tx, String modelUuid, MachineId machine, String volumeId, VolumeAttachmentInfo info) {
        try {
            services.storage().setVolumeAttachmentInfo(tx, modelUuid, machine, volumeId, info);
        } catch (FacetException e) {
            throw e.inContext("setting attachment info for volume " + volumeId)
                    .inContext("cannot set volume attachment info for machine " + machine);
        }
    }

    private static String volumeId(String tag) {
        if (tag.isEmpty()) {
            throw FacetException.uncoded("Tag is empty");
        }
        try {
            return Tag.parseAs(Tag.Kind.VOLUME, tag).id();
        } catch (FacetException e) {
            throw FacetException.uncoded("\"" + tag + "\" is not a valid volume tag");
        }
    }
}
