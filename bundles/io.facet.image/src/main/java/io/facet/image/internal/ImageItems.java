// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import io.facet.image.api.ImageMetadata;
import io.facet.image.api.ImageSearch;
import io.facet.simplestreams.DataSource;
import io.facet.simplestreams.Found;
import io.facet.simplestreams.Item;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The metadata of images in what a source has ({@code provisioning-info.md} 7.2, step 3, and 7.4). */
final class ImageItems {

    private ImageItems() {}

    /** The newest image of each kind in the wanted region, sorted by id. */
    static List<ImageMetadata> of(Found found, DataSource source, ImageSearch search, Instant now) {
        Set<List<String>> kinds = new HashSet<>();
        return found.items().stream()
                .filter(item -> search.region().isEmpty() || item.get("region").equals(search.region()))
                .filter(item -> kinds.add(List.of(
                        item.get("virt"),
                        item.get("arch"),
                        item.get("version"),
                        item.get("region"),
                        item.get("root_store"))))
                .map(item -> image(item, source, search, now))
                .sorted(Comparator.comparing(ImageMetadata::imageId))
                .toList();
    }

    private static ImageMetadata image(Item item, DataSource source, ImageSearch search, Instant now) {
        return new ImageMetadata(
                item.get("id"),
                search.stream(),
                item.get("region"),
                item.get("version"),
                item.get("arch"),
                item.get("virt"),
                item.get("root_store"),
                OptionalLong.empty(),
                source.description(),
                source.priority(),
                now);
    }
}
