// SPDX-License-Identifier: Apache-2.0
/**
 * What a host needs to know before it provisions containers.
 */
@Export
@Version("1.0.0")
package io.facet.agentprovisioner.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
