// SPDX-License-Identifier: Apache-2.0
package io.facet.image.api;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Metadata of one cloud image ({@code provisioning-info.md} section 8).
 *
 * @param imageId id of the image in the cloud
 * @param stream stream, such as {@code released}
 * @param region region
 * @param version version of the operating system, such as {@code 22.04}
 * @param arch architecture
 * @param virtType kind of virtualisation, possibly empty
 * @param rootStorageType type of the root storage, possibly empty
 * @param rootStorageSize size of the root storage in GB, if known
 * @param source where the metadata comes from; {@link #CUSTOM} never expires
 * @param priority a higher number wins
 * @param created when it was created
 */
public record ImageMetadata(
        String imageId,
        String stream,
        String region,
        String version,
        String arch,
        String virtType,
        String rootStorageType,
        OptionalLong rootStorageSize,
        String source,
        int priority,
        Instant created) {

    /** Source of metadata that an operator put in. */
    public static final String CUSTOM = "custom";
}
