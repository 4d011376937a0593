// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.FacetException;
import io.facet.image.api.ImageMetadata;
import io.facet.image.api.ImageSearch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the sources of published images have answered to the searches of one call: each search found something, found
 * nothing, or failed.
 */
final class ImageAnswers {

    /** Before any search. */
    static final ImageAnswers NONE = new ImageAnswers(Map.of(), Map.of());

    private final Map<ImageSearch, List<ImageMetadata>> found;
    private final Map<ImageSearch, FacetException> failures;

    ImageAnswers(Map<ImageSearch, List<ImageMetadata>> found, Map<ImageSearch, FacetException> failures) {
        this.found = new LinkedHashMap<>(found);
        this.failures = Map.copyOf(failures);
    }

    /** Why a search failed, if it did. */
    Optional<FacetException> failure(ImageSearch search) {
        return Optional.ofNullable(failures.get(search));
    }

    /** What is to be saved, one batch for each search that found something. */
    List<List<ImageMetadata>> batches() {
        return new ArrayList<>(found.values());
    }

    /** Whether anything can have become of a machine's images with these. */
    boolean changeNothing() {
        return found.isEmpty() && failures.isEmpty();
    }

    /** Whether something was found, and saved. */
    boolean afterSaving() {
        return !found.isEmpty();
    }
}
