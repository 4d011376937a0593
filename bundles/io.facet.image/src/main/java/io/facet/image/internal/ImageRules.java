// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import io.facet.core.FacetException;
import io.facet.image.api.ImageMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What metadata must be like to be saved ({@code provisioning-info.md} section 8). */
final class ImageRules {

    private static final List<String> ARCHITECTURES = List.of("amd64", "arm64", "ppc64el", "s390x", "riscv64");
    private static final String INVALID = ": invalid metadata";

    private ImageRules() {}

    /**
     * Checks a batch.
     *
     * @throws FacetException without code, with one line for each entry that will not do; if all will, for the first
     *     entry whose key comes twice
     */
    static void check(Collection<ImageMetadata> batch) {
        List<String> failures =
                batch.stream().flatMap(image -> failure(image).stream()).toList();
        if (!failures.isEmpty()) {
            throw FacetException.uncoded(String.join("\n", failures));
        }
        Set<String> keys = new HashSet<>();
        for (ImageMetadata image : batch) {
            if (!keys.add(key(image))) {
                throw FacetException.uncoded("cannot save cloud image metadata: duplicate metadata record for image id "
                        + image.imageId() + " (key=\"" + key(image) + "\")");
            }
        }
    }

    private static Optional<String> failure(ImageMetadata image) {
        if (image.imageId().isEmpty()) {
            return Optional.of("image id is empty" + INVALID);
        }
        List<String> missing = missing(image);
        if (!missing.isEmpty()) {
            return Optional.of("missing " + String.join(", ", missing) + INVALID + " for image " + image.imageId());
        }
        if (!ARCHITECTURES.contains(image.arch())) {
            return Optional.of("unsupported architecture " + image.arch() + " (should be any of ["
                    + String.join(" ", ARCHITECTURES) + "])" + INVALID);
        }
        return Optional.empty();
    }

    private static List<String> missing(ImageMetadata image) {
        Map<String, String> required = new LinkedHashMap<>();
        required.put("version", image.version());
        required.put("stream", image.stream());
        required.put("source", image.source());
        required.put("arch", image.arch());
        required.put("region", image.region());
        List<String> missing = new ArrayList<>();
        required.forEach((name, value) -> {
            if (value.isEmpty()) {
                missing.add(name);
            }
        });
        return missing;
    }

    private static String key(ImageMetadata image) {
        return String.join(
                ":",
                image.stream(),
                image.region(),
                image.version(),
                image.arch(),
                image.virtType(),
                image.rootStorageType(),
                image.source());
    }
}
