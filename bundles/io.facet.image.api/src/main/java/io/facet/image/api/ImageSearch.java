// SPDX-License-Identifier: Apache-2.0
package io.facet.image.api;

import java.util.Set;

/**
 * Which published images are wanted, and where to look for them ({@code provisioning-info.md} 7.1 and 7.3).
 *
 * @param version version of the operating system, such as {@code 22.04}
 * @param arches any of these architectures
 * @param stream stream, such as {@code released}
 * @param region region of the cloud; empty, as the endpoint then is, where images are the same everywhere
 * @param endpoint endpoint of the cloud
 * @param metadataUrl where the operator publishes images, possibly empty
 * @param withDefaults whether to look where images are published for everybody
 */
public record ImageSearch(
        String version,
        Set<String> arches,
        String stream,
        String region,
        String endpoint,
        String metadataUrl,
        boolean withDefaults) {
    public ImageSearch {
        arches = Set.copyOf(arches);
    }
}
