// SPDX-License-Identifier: Apache-2.0
/**
 * The SSH keys that may log in to the machines of a model.
 */
@Export
@Version("1.1.0")
package io.facet.keyupdater.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
