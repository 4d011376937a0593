// SPDX-License-Identifier: Apache-2.0
/**
 * Applications with their charms and endpoint bindings, and the units that sit on machines.
 */
@Export
@Version("1.1.0")
package io.facet.application.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
