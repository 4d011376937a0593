// SPDX-License-Identifier: Apache-2.0
/**
 * Spaces, subnets, link-layer devices and their addresses.
 */
@Export
@Version("1.1.0")
package io.facet.network.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
