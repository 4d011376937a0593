// SPDX-License-Identifier: Apache-2.0
/**
 * Machines and containers of a model: life, statuses, instances, and their removal.
 */
@Export
@Version("1.1.0")
package io.facet.machine.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
