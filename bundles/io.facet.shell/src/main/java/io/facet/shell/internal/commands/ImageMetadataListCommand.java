// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.image.api.CloudImageMetadataService;
import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import java.util.Set;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists what is known of images. */
@Service
@Command(
        scope = "facet",
        name = "image-metadata-list",
        description = "List the image metadata of a model",
        detailedDescription =
                "Shows the images that machines of the model can be started from, as far as they are known here. What"
                        + " an operator added (source custom) stays; what was found at a source of published images is shown for"
                        + " five minutes and then looked for again when it is needed. Of several that fit a machine, the one"
                        + " with the highest priority is taken.\n"
                        + "\n"
                        + "  facet:image-metadata-list prod")
public final class ImageMetadataListCommand extends ModelReportCommand {
    @Reference(optional = true)
    CloudImageMetadataService images;

    @Override
    public Object execute() throws Exception {
        CloudImageMetadataService imageService =
                Services.required(images, CloudImageMetadataService.class, "io.facet.image");
        Table table = columns();
        ImageFilter any = new ImageFilter("", Set.of(), Set.of(), "", "", "");
        read((tx, uuid) -> imageService.findMetadata(tx, uuid, any))
                .values()
                .forEach(some -> some.forEach(image -> row(table, image)));
        table.print(System.out, format());
        return null;
    }

    static Table columns() {
        return new Table("No image metadata")
                .texts("Image", "Region", "Version", "Arch", "Stream", "Virt type", "Root storage", "Source")
                .number("Priority");
    }

    static void row(Table table, ImageMetadata image) {
        table.row(
                image.imageId(),
                image.region(),
                image.version(),
                image.arch(),
                image.stream(),
                image.virtType(),
                image.rootStorageType(),
                image.source(),
                image.priority());
    }
}
