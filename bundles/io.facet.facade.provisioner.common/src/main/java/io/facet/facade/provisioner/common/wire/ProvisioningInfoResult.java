// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_DEFAULT;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.facet.core.FacetException;
import io.facet.core.Series;
import io.facet.core.Tag;
import io.facet.image.api.ImageMetadata;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.Topology;
import io.facet.provisioning.api.VolumeAttachmentParams;
import io.facet.provisioning.api.VolumeParams;
import io.facet.storage.api.StoragePool;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an agent is told before it starts a machine; null next to an error. */
public record ProvisioningInfoResult(
        @JsonProperty("result") Info result, @JsonProperty("error") @JsonInclude(NON_NULL) ApiError error) {

    /** A success. */
    public static ProvisioningInfoResult of(ProvisioningInfo info) {
        return new ProvisioningInfoResult(Info.of(info, Spaces.of(info.topology())), null);
    }

    /** A success, in the form of version 9. */
    public static ProvisioningInfoResult ofFirstSpace(ProvisioningInfo info) {
        return new ProvisioningInfoResult(Info.of(info, FirstSpace.of(info.topology())), null);
    }

    /** A failure. */
    public static ProvisioningInfoResult failed(FacetException failure) {
        return new ProvisioningInfoResult(null, ApiError.of(failure));
    }

    /**
     * The members of {@code provisioning-info.md} 1.1, and {@code series} for clients that do not know {@code base}
     * ({@code provisioner.md} 10.3); it is left out of what has none.
     */
    public record Info(
            @JsonProperty("constraints") Map<String, Object> constraints,
            @JsonProperty("series") @JsonInclude(NON_NULL) String series,
            @JsonProperty("base") Base base,
            @JsonProperty("placement") String placement,
            @JsonProperty("jobs") List<String> jobs,
            @JsonProperty("root-disk") @JsonInclude(NON_NULL) Volume rootDisk,
            @JsonProperty("volumes") @JsonInclude(NON_EMPTY) List<Volume> volumes,
            @JsonProperty("volume-attachments") @JsonInclude(NON_EMPTY) List<VolumeAttachment> volumeAttachments,
            @JsonProperty("tags") @JsonInclude(NON_EMPTY) Map<String, String> tags,
            @JsonProperty("image-metadata") @JsonInclude(NON_EMPTY) List<Image> images,
            @JsonProperty("endpoint-bindings") @JsonInclude(NON_EMPTY) Map<String, String> endpointBindings,
            @JsonProperty("controller-config") @JsonInclude(NON_EMPTY) Map<String, Object> controllerConfig,
            @JsonProperty("cloudinit-userdata") @JsonInclude(NON_EMPTY) Map<String, Object> cloudInitUserData,
            @JsonProperty("charm-lxd-profiles") @JsonInclude(NON_EMPTY) List<String> charmProfiles,
            @JsonUnwrapped Place place) {

        static Info of(ProvisioningInfo info, Place place) {
            io.facet.core.Base base = info.machine().base();
            return new Info(
                    ConstraintsMap.of(info.machine().constraints()),
                    Series.of(base).map(Series::name).orElse(null),
                    new Base(base.os(), base.channel()),
                    info.machine().placement(),
                    info.machine().jobs(),
                    info.rootDisk().map(Volume::ofRootDisk).orElse(null),
                    info.volumes().stream().map(Volume::of).toList(),
                    info.volumeAttachments().stream().map(VolumeAttachment::of).toList(),
                    info.tags(),
                    info.images().stream()
                            .map(image -> Image.of(image, base.os()))
                            .toList(),
                    info.endpointBindings(),
                    info.controllerConfig(),
                    info.cloudInitUserData().orElse(null),
                    info.charmProfiles(),
                    place);
        }
    }

    /** Where in the network the machine has to go. */
    public sealed interface Place {}

    /** Of all spaces; null if it may go anywhere. */
    public record Spaces(
            @JsonProperty("subnet-zones") Map<String, List<String>> subnetZones,
            @JsonProperty("space-subnets") Map<String, List<String>> spaceSubnets)
            implements Place {

        static Spaces of(Optional<Topology> topology) {
            return new Spaces(
                    topology.map(Topology::subnetZones).orElse(null),
                    topology.map(Topology::spaceSubnets).orElse(null));
        }
    }

    /** Of one space, as up to version 9; absent if there is nothing to choose from. */
    public record FirstSpace(
            @JsonProperty("subnets-to-zones") @JsonInclude(NON_EMPTY) Map<String, List<String>> subnetsToZones)
            implements Place {

        static FirstSpace of(Optional<Topology> topology) {
            return new FirstSpace(topology.map(Topology::subnetZones).orElse(Map.of()));
        }
    }

    /** An operating system. */
    public record Base(@JsonProperty("name") String name, @JsonProperty("channel") String channel) {}

    /** A volume to make. That of a root disk is only a pool: tag and size have no meaning but are always present. */
    public record Volume(
            @JsonProperty("volume-tag") String volumeTag,
            @JsonProperty("size") Number size,
            @JsonProperty("provider") String provider,
            @JsonProperty("attributes") @JsonInclude(NON_EMPTY) Map<String, String> attributes,
            @JsonProperty("tags") @JsonInclude(NON_EMPTY) Map<String, String> tags,
            @JsonProperty("attachment") @JsonInclude(NON_NULL) VolumeAttachment attachment) {

        static Volume ofRootDisk(StoragePool pool) {
            return new Volume("", 0, pool.provider(), pool.attributes(), Map.of(), null);
        }

        static Volume of(VolumeParams volume) {
            return new Volume(
                    tagOf(volume.volumeId()),
                    Unsigned.number(volume.sizeMib()),
                    volume.provider(),
                    volume.attributes(),
                    volume.tags(),
                    VolumeAttachment.of(volume.attachment()));
        }
    }

    /** A volume to attach; there is no instance yet whose id could be told. */
    public record VolumeAttachment(
            @JsonProperty("volume-tag") String volumeTag,
            @JsonProperty("machine-tag") String machineTag,
            @JsonProperty("volume-id") @JsonInclude(NON_NULL) String volumeId,
            @JsonProperty("provider") String provider,
            @JsonProperty("read-only") @JsonInclude(NON_DEFAULT) boolean readOnly) {

        static VolumeAttachment of(VolumeAttachmentParams attachment) {
            return new VolumeAttachment(
                    tagOf(attachment.volumeId()),
                    attachment.machine().tag(),
                    attachment.providerVolumeId().orElse(null),
                    attachment.provider(),
                    attachment.readOnly());
        }
    }

    private static String tagOf(String id) {
        return new Tag(Tag.Kind.VOLUME, id).toString();
    }

    /** An image to choose. */
    public record Image(
            @JsonProperty("image-id") String imageId,
            @JsonProperty("stream") @JsonInclude(NON_EMPTY) String stream,
            @JsonProperty("region") String region,
            @JsonProperty("version") String version,
            @JsonProperty("series") @JsonInclude(NON_NULL) String series,
            @JsonProperty("arch") String arch,
            @JsonProperty("virt-type") @JsonInclude(NON_EMPTY) String virtType,
            @JsonProperty("root-storage-type") @JsonInclude(NON_EMPTY) String rootStorageType,
            @JsonProperty("root-storage-size") @JsonInclude(NON_NULL) Number rootStorageSize,
            @JsonProperty("source") String source,
            @JsonProperty("priority") int priority) {

        static Image of(ImageMetadata image, String os) {
            return new Image(
                    image.imageId(),
                    image.stream(),
                    image.region(),
                    image.version(),
                    Series.of(os, image.version()).map(Series::name).orElse(null),
                    image.arch(),
                    image.virtType(),
                    image.rootStorageType(),
                    image.rootStorageSize().isPresent()
                            ? Unsigned.number(image.rootStorageSize().getAsLong())
                            : null,
                    image.source(),
                    image.priority());
        }
    }
}
