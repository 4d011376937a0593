// SPDX-License-Identifier: Apache-2.0
/** The Provisioner facade with types: what a provisioner worker asks and reports ({@code provisioner.md}). */
@Export
@Version("1.0.0")
package io.facet.client.provisioner;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
