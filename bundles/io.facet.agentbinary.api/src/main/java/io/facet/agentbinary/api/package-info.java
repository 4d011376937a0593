// SPDX-License-Identifier: Apache-2.0
/**
 * Agent binaries: what the controller holds, finds in streams, fetches and takes in.
 */
@Export
@Version("1.0.0")
package io.facet.agentbinary.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
