// SPDX-License-Identifier: Apache-2.0
/**
 * What the shell and automation see of the running API server: facades, connections, watchers.
 */
@Export
@Version("1.1.0")
package io.facet.apiserver.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
