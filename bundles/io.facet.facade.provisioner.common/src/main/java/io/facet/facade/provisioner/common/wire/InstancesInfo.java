// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.MachineId;
import io.facet.machine.api.Instance;
import io.facet.provisioning.api.InstanceReport;
import io.facet.provisioning.api.ReportedVolume;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Parameters of {@code SetInstanceInfo} ({@code provisioner.md} 5.1). */
public record InstancesInfo(@JsonProperty("machines") List<InstanceInfo> machines) {
    public InstancesInfo {
        machines = Lists.of(machines, new InstanceInfo("", "", "", "", null, null, null, null, null));
    }

    /**
     * A started instance.
     *
     * @param networkConfig accepted and not stored
     */
    public record InstanceInfo(
            @JsonProperty("tag") String tag,
            @JsonProperty("instance-id") String instanceId,
            @JsonProperty("display-name") String displayName,
            @JsonProperty("nonce") String nonce,
            @JsonProperty("characteristics") Hardware characteristics,
            @JsonProperty("volumes") List<SentVolume> volumes,
            @JsonProperty("volume-attachments") Map<String, SentAttachment> volumeAttachments,
            @JsonProperty("network-config") List<Map<String, Object>> networkConfig,
            @JsonProperty("charm-profiles") List<String> charmProfiles) {
        public InstanceInfo {
            tag = Lists.text(tag);
            instanceId = Lists.text(instanceId);
            displayName = Lists.text(displayName);
            nonce = Lists.text(nonce);
            volumes = Lists.of(volumes, new SentVolume("", null));
            volumeAttachments = volumeAttachments == null ? Map.of() : volumeAttachments;
            charmProfiles = Lists.of(charmProfiles, "");
        }

        /** The report on the given machine. */
        public InstanceReport report(MachineId machine) {
            HardwareCharacteristics hardware =
                    characteristics == null ? HardwareCharacteristics.UNKNOWN : characteristics.value();
            Map<String, VolumeAttachmentInfo> attachments = new LinkedHashMap<>();
            volumeAttachments.forEach((volume, attachment) -> attachments.put(
                    volume,
                    Objects.requireNonNullElse(attachment, SentAttachment.NONE).value()));
            return new InstanceReport(
                    machine,
                    nonce,
                    new Instance(instanceId, displayName, hardware, charmProfiles),
                    volumes.stream()
                            .map(volume -> new ReportedVolume(
                                    volume.volumeTag(),
                                    volume.info().pool(),
                                    volume.info().value()))
                            .toList(),
                    attachments);
        }
    }

    /** What an instance is made of; what is missing is unknown. */
    public record Hardware(
            @JsonProperty("arch") String arch,
            @JsonProperty("mem") BigInteger mem,
            @JsonProperty("root-disk") BigInteger rootDisk,
            @JsonProperty("root-disk-source") String rootDiskSource,
            @JsonProperty("cpu-cores") BigInteger cpuCores,
            @JsonProperty("cpu-power") BigInteger cpuPower,
            @JsonProperty("tags") List<String> tags,
            @JsonProperty("availability-zone") String availabilityZone,
            @JsonProperty("virt-type") String virtType) {
        public Hardware {
            // Checked while the parameters are read, so that a bad number fails the call with its place.
            for (BigInteger number : new BigInteger[] {mem, rootDisk, cpuCores, cpuPower}) {
                Unsigned.bits(number);
            }
            tags = Lists.of(tags, "");
        }

        HardwareCharacteristics value() {
            return new HardwareCharacteristics(
                    Optional.ofNullable(arch),
                    Unsigned.bits(mem),
                    Unsigned.bits(rootDisk),
                    Optional.ofNullable(rootDiskSource),
                    Unsigned.bits(cpuCores),
                    Unsigned.bits(cpuPower),
                    tags,
                    Optional.ofNullable(availabilityZone),
                    Optional.ofNullable(virtType));
        }
    }

    /** A volume made with an instance. */
    public record SentVolume(@JsonProperty("volume-tag") String volumeTag, @JsonProperty("info") SentVolumeInfo info) {
        public SentVolume {
            volumeTag = Lists.text(volumeTag);
            info = Objects.requireNonNullElse(info, SentVolumeInfo.NONE);
        }
    }

    /** What the provider made of a volume. */
    public record SentVolumeInfo(
            @JsonProperty("volume-id") String volumeId,
            @JsonProperty("hardware-id") String hardwareId,
            @JsonProperty("wwn") String wwn,
            @JsonProperty("pool") String pool,
            @JsonProperty("size") BigInteger size,
            @JsonProperty("persistent") boolean persistent) {
        static final SentVolumeInfo NONE = new SentVolumeInfo("", "", "", "", null, false);

        public SentVolumeInfo {
            volumeId = Lists.text(volumeId);
            hardwareId = Lists.text(hardwareId);
            wwn = Lists.text(wwn);
            pool = Lists.text(pool);
            Unsigned.bits(size);
        }

        VolumeInfo value() {
            OptionalLong bits = Unsigned.bits(size);
            return new VolumeInfo(volumeId, hardwareId, wwn, bits.orElse(0), persistent);
        }
    }

    /** How a volume is attached. */
    public record SentAttachment(
            @JsonProperty("device-name") String deviceName,
            @JsonProperty("device-link") String deviceLink,
            @JsonProperty("bus-address") String busAddress,
            @JsonProperty("read-only") boolean readOnly,
            @JsonProperty("plan-info") SentPlan plan) {
        static final SentAttachment NONE = new SentAttachment("", "", "", false, null);

        public SentAttachment {
            deviceName = Lists.text(deviceName);
            deviceLink = Lists.text(deviceLink);
            busAddress = Lists.text(busAddress);
            plan = plan == null ? new SentPlan("", null) : plan;
        }

        VolumeAttachmentInfo value() {
            return new VolumeAttachmentInfo(
                    deviceName, deviceLink, busAddress, readOnly, plan.deviceType(), plan.deviceAttributes());
        }
    }

    /** The plan of an attachment. */
    public record SentPlan(
            @JsonProperty("device-type") String deviceType,
            @JsonProperty("device-attributes") Map<String, String> deviceAttributes) {
        public SentPlan {
            deviceType = Lists.text(deviceType);
            Map<String, String> attributes = new LinkedHashMap<>();
            if (deviceAttributes != null) {
                deviceAttributes.forEach((name, value) -> attributes.put(name, Lists.text(value)));
            }
            deviceAttributes = attributes;
        }
    }
}
