// SPDX-License-Identifier: Apache-2.0
/**
 * Import of exported Juju models ({@code model-description.md}). The shell and automation use it; the provider reads the
 * document, checks it and hands what concerns provisioning to the services.
 */
@Export
@Version("1.1.0")
package io.facet.importer.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
