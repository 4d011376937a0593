// SPDX-License-Identifier: Apache-2.0
/**
 * Metadata of cloud images, by stream, region, version and architecture.
 */
@Export
@Version("1.1.0")
package io.facet.image.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
