// SPDX-License-Identifier: Apache-2.0
/**
 * What no single service can answer alone: provisioning info in bulk, recording an instance, statuses with their side
 * effects, and the checks before a machine may die or go.
 */
@Export
@Version("1.1.0")
package io.facet.provisioning.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
