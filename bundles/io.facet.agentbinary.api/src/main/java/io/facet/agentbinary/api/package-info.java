// SPDX-License-Identifier: Apache-2.0
/**
 * Agent binaries that the controller holds.
 */
@Export
@Version("1.0.0")
package io.facet.agentbinary.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
