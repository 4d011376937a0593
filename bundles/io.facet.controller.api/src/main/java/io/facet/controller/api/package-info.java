// SPDX-License-Identifier: Apache-2.0
/**
 * Identity, configuration, nodes and API addresses of the controller.
 */
@Export
@Version("1.1.0")
package io.facet.controller.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
