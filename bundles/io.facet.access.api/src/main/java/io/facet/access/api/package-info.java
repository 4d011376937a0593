// SPDX-License-Identifier: Apache-2.0
/**
 * The login decision, agent credentials, users and permissions. Plain types only: the API server, which must not know the domain, depends on this package.
 */
@Export
@Version("1.1.0")
package io.facet.access.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
