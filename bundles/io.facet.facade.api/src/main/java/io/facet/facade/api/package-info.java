// SPDX-License-Identifier: Apache-2.0
/**
 * What a bundle implements to serve one version of one facade, or an HTTP resource, and what the server hands it with each
 * call.
 */
@Export
@Version("1.1.0")
package io.facet.facade.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
