// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

/**
 * Something read, and where it was read, for the checks that come when everything has been read.
 *
 * @param value what was read
 * @param where where it begins
 */
record Located<T>(T value, Where where) {}
