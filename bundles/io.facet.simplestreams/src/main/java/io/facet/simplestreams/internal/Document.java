// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

/** A file that was fetched and, where that was asked for, verified. */
record Document(String url, byte[] text) {}
