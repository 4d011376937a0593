// SPDX-License-Identifier: Apache-2.0
/**
 * The cloud a model lives on and what it can do, and the SPI by which other bundles add types of clouds.
 */
@Export
@Version("1.1.0")
package io.facet.cloud.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
