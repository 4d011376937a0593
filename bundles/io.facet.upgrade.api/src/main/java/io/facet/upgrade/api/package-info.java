// SPDX-License-Identifier: Apache-2.0
/**
 * Exchange of the bundles that serve facades and services, while calls run. The shell and automation use it.
 */
@Export
@Version("1.1.0")
package io.facet.upgrade.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
