// SPDX-License-Identifier: Apache-2.0
package io.facet.store.testing;

/** The databases that Facet runs on. */
public enum Database {
    SQLITE,
    POSTGRESQL
}
