// SPDX-License-Identifier: Apache-2.0
/**
 * The health of the controller, as the shell and automation see it. Apart from the checks themselves, so that those who ask
 * need not know the library that runs them.
 */
@Export
@Version("1.0.0")
package io.facet.monitoring.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
