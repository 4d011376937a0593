// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import io.facet.image.api.ImageSearch;
import io.facet.simplestreams.DataSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The sources of published images, in the order they are asked ({@code provisioning-info.md} 7.3). What an operator
 * registers is stored metadata here. The catalog of an OpenStack cloud is not asked, because Facet holds no credentials
 * to ask it with.
 */
final class ImageSources {

    private static final String RELEASED = "released";
    private static final int OF_THE_CLOUD = 20;
    private static final int DEFAULT = 10;

    private ImageSources() {}

    static List<DataSource> of(ImageSearch search, ImageSettings settings) {
        List<DataSource> sources = new ArrayList<>();
        if (!search.metadataUrl().isEmpty()) {
            sources.add(new DataSource(
                    "image-metadata-url", search.metadataUrl(), OF_THE_CLOUD, false, settings.operatorKeys()));
        }
        if (search.withDefaults() && !settings.defaultKeys().isEmpty()) {
            sources.add(new DataSource(
                    "default ubuntu cloud images",
                    settings.defaultUrl() + "/" + (search.stream().equals(RELEASED) ? "releases" : search.stream()),
                    DEFAULT,
                    true,
                    settings.defaultKeys()));
        }
        return sources;
    }
}
