// SPDX-License-Identifier: Apache-2.0
/**
 * Models and their configuration. A model is hidden while it is imported and visible once it is complete.
 */
@Export
@Version("1.1.0")
package io.facet.model.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
