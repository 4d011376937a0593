// SPDX-License-Identifier: Apache-2.0
package io.facet.image.api;

import java.util.Set;

/**
 * Which images are wanted. An empty member does not filter.
 *
 * @param region region
 * @param versions any of these versions
 * @param arches any of these architectures
 * @param stream stream
 * @param virtType kind of virtualisation
 * @param rootStorageType type of the root storage
 */
public record ImageFilter(
        String region,
        Set<String> versions,
        Set<String> arches,
        String stream,
        String virtType,
        String rootStorageType) {
    public ImageFilter {
        versions = Set.copyOf(versions);
        arches = Set.copyOf(arches);
    }
}
