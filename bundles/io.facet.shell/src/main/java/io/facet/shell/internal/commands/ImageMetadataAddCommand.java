// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.cloud.api.CloudService;
import io.facet.core.Base;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.image.api.ImageMetadata;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.BaseCompleter;
import io.facet.shell.internal.completers.FreeTextCompleter;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Adds what is known of an image. */
@Service
@Command(
        scope = "facet",
        name = "image-metadata-add",
        description = "Add the metadata of a custom image to a model",
        detailedDescription =
                "Machines of that base and architecture are then started from the image. The region is the one of the"
                        + " model's cloud unless another is given. An image with the same stream, region, version, architecture"
                        + " and kind of virtualisation and storage takes the place of the one that was there.\n"
                        + "\n"
                        + "  facet:image-metadata-add prod jammy-hardened ubuntu@22.04\n"
                        + "  facet:image-metadata-add --arch arm64 --region eu-west-1 prod ami-0123 ubuntu@24.04")
public final class ImageMetadataAddCommand extends ModelChangeCommand {
    /** What the reference gives to metadata that an operator adds; published metadata has less. */
    private static final int CUSTOM_PRIORITY = 50;

    @Option(name = "--arch", description = "Architecture")
    @Completion(
            value = StringsCompleter.class,
            values = {"amd64", "arm64", "ppc64el", "s390x", "riscv64"})
    String arch = "amd64";

    @Option(name = "--region", description = "Region that the image is in")
    String region;

    @Option(name = "--stream", description = "Stream, as the model's image-stream says")
    String stream = "released";

    @Option(name = "--virt-type", description = "Kind of virtualisation, such as kvm")
    String virtType = "";

    @Option(name = "--root-storage-type", description = "Type of the root storage, such as ebs")
    String rootStorageType = "";

    @Option(name = "--priority", description = "A higher number wins")
    int priority = CUSTOM_PRIORITY;

    @Argument(index = 1, name = "image", description = "Id of the image in the cloud", required = true)
    @Completion(FreeTextCompleter.class)
    String image;

    @Argument(index = 2, name = "base", description = "Operating system, such as ubuntu@22.04", required = true)
    @Completion(BaseCompleter.class)
    String base;

    @Reference(optional = true)
    CloudImageMetadataService images;

    @Reference(optional = true)
    CloudService clouds;

    @Override
    public Object execute() throws Exception {
        String version = Services.refusable(() -> Base.parse(base)).track();
        CloudImageMetadataService imageService =
                Services.required(images, CloudImageMetadataService.class, "io.facet.image");
        CloudService cloudService = Services.required(clouds, CloudService.class, "io.facet.cloud");
        ImageMetadata added = write((tx, uuid) -> {
            ImageMetadata metadata = new ImageMetadata(
                    image,
                    stream,
                    region == null ? cloudService.cloud(tx, uuid).region() : region,
                    version,
                    arch,
                    virtType,
                    rootStorageType,
                    OptionalLong.empty(),
                    ImageMetadata.CUSTOM,
                    priority,
                    Instant.now());
            imageService.saveMetadata(tx, uuid, List.of(metadata));
            return metadata;
        });
        System.out.println(
                "Image " + image + " is added for " + version + " on " + arch + " in region " + added.region() + ".");
        return null;
    }
}
