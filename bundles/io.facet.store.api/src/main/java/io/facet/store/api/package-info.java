// SPDX-License-Identifier: Apache-2.0
/**
 * The durable store: transactions as values, schema migration per provider, and the stream of committed changes.
 */
@Export
@Version("1.2.0")
package io.facet.store.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
