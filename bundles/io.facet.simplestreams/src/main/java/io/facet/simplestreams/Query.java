// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import java.util.Optional;
import java.util.Set;

/**
 * What to look for.
 *
 * @param dataType type of data in the index, such as {@code image-ids}
 * @param contentId id of the entry in the index; empty for any
 * @param products any of these product ids
 * @param cloud the cloud it has to be for, if that matters
 * @param mirrored whether the source may refer to mirrors; that needs a {@code contentId}
 */
public record Query(
        String dataType, String contentId, Set<String> products, Optional<CloudRegion> cloud, boolean mirrored) {
    public Query {
        products = Set.copyOf(products);
    }

    /** A query for images, which are in no particular entry of the index and never mirrored. */
    public static Query images(Set<String> products, Optional<CloudRegion> cloud) {
        return new Query("image-ids", "", products, cloud, false);
    }
}
