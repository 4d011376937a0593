// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import io.facet.image.api.ImageMetadata;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.Topology;
import io.facet.storage.api.StoragePool;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an agent is told before it starts a machine, as of version 11; null next to an error. */
public record ProvisioningInfoResult(
        @JsonProperty("result") Info result, @JsonProperty("error") @JsonInclude(NON_NULL) ApiError error) {

    /** A success. */
    public static ProvisioningInfoResult of(ProvisioningInfo info) {
        return new ProvisioningInfoResult(Info.of(info), null);
    }

    /** A failure. */
    public static ProvisioningInfoResult failed(FacetException failure) {
        return new ProvisioningInfoResult(null, ApiError.of(failure));
    }

    /** The members of {@code provisioning-info.md} 1.1. */
    public record Info(
            @JsonProperty("constraints") Map<String, Object> constraints,
            @JsonProperty("base") Base base,
            @JsonProperty("placement") String placement,
            @JsonProperty("jobs") List<String> jobs,
            @JsonProperty("root-disk") @JsonInclude(NON_NULL) RootDisk rootDisk,
            @JsonProperty("tags") @JsonInclude(NON_EMPTY) Map<String, String> tags,
            @JsonProperty("image-metadata") @JsonInclude(NON_EMPTY) List<Image> images,
            @JsonProperty("endpoint-bindings") @JsonInclude(NON_EMPTY) Map<String, String> endpointBindings,
            @JsonProperty("controller-config") @JsonInclude(NON_EMPTY) Map<String, Object> controllerConfig,
            @JsonProperty("cloudinit-userdata") @JsonInclude(NON_EMPTY) Map<String, Object> cloudInitUserData,
            @JsonProperty("subnet-zones") Map<String, List<String>> subnetZones,
            @JsonProperty("space-subnets") Map<String, List<String>> spaceSubnets) {

        static Info of(ProvisioningInfo info) {
            Optional<Topology> topology = info.topology();
            return new Info(
                    ConstraintsMap.of(info.machine().constraints()),
                    new Base(info.machine().base().os(), info.machine().base().channel()),
                    info.machine().placement(),
                    info.machine().jobs(),
                    info.rootDisk().map(RootDisk::of).orElse(null),
                    info.tags(),
                    info.images().stream().map(Image::of).toList(),
                    info.endpointBindings(),
                    info.controllerConfig(),
                    info.cloudInitUserData().orElse(null),
                    topology.map(Topology::subnetZones).orElse(null),
                    topology.map(Topology::spaceSubnets).orElse(null));
        }
    }

    /** An operating system. */
    public record Base(@JsonProperty("name") String name, @JsonProperty("channel") String channel) {}

    /** The pool of a root disk, in the form of a volume; tag and size have no meaning but are always present. */
    public record RootDisk(
            @JsonProperty("volume-tag") String volumeTag,
            @JsonProperty("size") long size,
            @JsonProperty("provider") String provider,
            @JsonProperty("attributes") @JsonInclude(NON_EMPTY) Map<String, String> attributes) {

        static RootDisk of(StoragePool pool) {
            return new RootDisk("", 0, pool.provider(), pool.attributes());
        }
    }

    /** An image to choose. */
    public record Image(
            @JsonProperty("image-id") String imageId,
            @JsonProperty("stream") @JsonInclude(NON_EMPTY) String stream,
            @JsonProperty("region") String region,
            @JsonProperty("version") String version,
            @JsonProperty("arch") String arch,
            @JsonProperty("virt-type") @JsonInclude(NON_EMPTY) String virtType,
            @JsonProperty("root-storage-type") @JsonInclude(NON_EMPTY) String rootStorageType,
            @JsonProperty("root-storage-size") @JsonInclude(NON_NULL) Number rootStorageSize,
            @JsonProperty("source") String source,
            @JsonProperty("priority") int priority) {

        static Image of(ImageMetadata image) {
            return new Image(
                    image.imageId(),
                    image.stream(),
                    image.region(),
                    image.version(),
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
