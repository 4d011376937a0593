// SPDX-License-Identifier: Apache-2.0
/**
 * The RPC engine of the API ({@code wire.md} section 2): bytes of one message in, bytes of replies out. It knows no
 * socket and no facade, so that every row of the fault table can be tested without either.
 */
@Export
@Version("1.1.0")
package io.facet.rpc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
