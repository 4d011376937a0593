// SPDX-License-Identifier: Apache-2.0
package io.facet.image.api;

import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Metadata of cloud images ({@code provisioning-info.md} section 8). */
@ProviderType
public interface CloudImageMetadataService {

    /** Live metadata that the filter accepts, by region; empty if there is none. */
    Map<String, List<ImageMetadata>> findMetadata(Transaction tx, String modelUuid, ImageFilter filter);

    /**
     * Saves metadata, all or nothing; for a key that exists only the image id is replaced. Deletes what has expired
     * first.
     *
     * @throws io.facet.core.FacetException with all failures, as listed in {@code provisioning-info.md} section 8
     */
    void saveMetadata(Transaction tx, String modelUuid, Collection<ImageMetadata> metadata);

    /**
     * Deletes the metadata of one image; an unknown id is no error.
     *
     * @throws io.facet.core.FacetException {@code image id is empty}
     */
    void deleteMetadata(Transaction tx, String modelUuid, String imageId);

    /**
     * What is published of the wanted images, to be saved by the caller; empty if there is none. May have to fetch it, so
     * it must not be waited for in a transaction: a slow mirror takes its time. Callers that want the same share a fetch.
     *
     * <p>The stage fails with a {@link io.facet.core.FacetException}: {@code failed getting published images metadata from
     * <source>: ...}, with code {@code try again} when too many wait already ({@code provisioning-info.md} 7.2).
     */
    CompletionStage<List<ImageMetadata>> publishedMetadata(ImageSearch search);
}
