// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.image.api.CloudImageMetadataService;
import io.facet.image.api.ImageFilter;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ImageCompleter;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Removes what is known of an image. */
@Service
@Command(
        scope = "facet",
        name = "image-metadata-remove",
        description = "Remove the metadata of an image from a model",
        detailedDescription = "Removes all metadata with this image id. The image itself stays in the cloud.\n"
                + "\n"
                + "  facet:image-metadata-remove prod jammy-hardened")
public final class ImageMetadataRemoveCommand extends ModelChangeCommand {
    @Argument(index = 1, name = "image", description = "Id of the image in the cloud", required = true)
    @Completion(ImageCompleter.class)
    String image;

    @Reference(optional = true)
    CloudImageMetadataService images;

    @Override
    public Object execute() throws Exception {
        CloudImageMetadataService imageService =
                Services.required(images, CloudImageMetadataService.class, "io.facet.image");
        ImageFilter any = new ImageFilter("", Set.of(), Set.of(), "", "", "");
        write((tx, uuid) -> {
            boolean known = imageService.findMetadata(tx, uuid, any).values().stream()
                    .flatMap(List::stream)
                    .anyMatch(metadata -> metadata.imageId().equals(image));
            if (!known) {
                throw Services.failure("There is no metadata of image \"" + image
                        + "\"; facet:image-metadata-list shows what there is.");
            }
            imageService.deleteMetadata(tx, uuid, image);
            return null;
        });
        System.out.println("The metadata of image " + image + " is removed.");
        return null;
    }
}
