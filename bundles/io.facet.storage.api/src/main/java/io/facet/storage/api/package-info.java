// SPDX-License-Identifier: Apache-2.0
/**
 * Storage pools, volumes, filesystems and their attachments to machines.
 */
@Export
@Version("1.1.0")
package io.facet.storage.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
