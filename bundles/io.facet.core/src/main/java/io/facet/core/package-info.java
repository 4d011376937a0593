// SPDX-License-Identifier: Apache-2.0
/**
 * The values of the domain: tags and ids, life, status, base, constraints, hardware, addresses, and the one exception that carries a wire code.
 */
@Export
@Version("1.0.0")
package io.facet.core;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
