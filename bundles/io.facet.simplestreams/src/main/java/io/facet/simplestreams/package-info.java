// SPDX-License-Identifier: Apache-2.0
/**
 * Simplestreams, the format in which images and agent binaries are published: fetched from a mirror without holding a
 * thread, verified, searched. Knows neither a database nor a domain; what an item means is for the caller to know.
 */
@Export
@Version("1.0.0")
package io.facet.simplestreams;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
