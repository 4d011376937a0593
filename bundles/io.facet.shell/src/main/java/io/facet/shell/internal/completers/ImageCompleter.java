// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.image.api.CloudImageMetadataService;
import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Ids of images of which metadata is stored. */
@Service
public final class ImageCompleter extends InModelCompleter {
    @Reference(optional = true)
    CloudImageMetadataService images;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return images.findMetadata(tx, modelUuid, new ImageFilter("", Set.of(), Set.of(), "", "", "")).values().stream()
                .flatMap(List::stream)
                .map(ImageMetadata::imageId)
                .toList();
    }
}
