// SPDX-License-Identifier: Apache-2.0
/**
 * A small client of the API ({@code wire.md}): one {@link io.facet.client.ApiConnection} is a login on a TLS WebSocket,
 * with calls and watchers; an {@link io.facet.client.ApiClient} keeps such a connection up.
 */
@Export
@Version("1.0.0")
package io.facet.client;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
