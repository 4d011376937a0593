// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import java.util.Objects;

/**
 * The migration scripts of one provider.
 *
 * @param component short name of the provider, {@code [a-z][a-z0-9]*}; names its history table
 * @param loader the class loader of the provider's bundle
 * @param location class path folder holding scripts named {@code V<level>__<what>.sql}, such as
 *     {@code db/migration/machine}; the SQL must run on every supported database
 * @param count how many scripts the provider ships; a different number found means a broken jar and is refused
 */
public record SchemaScripts(String component, ClassLoader loader, String location, int count) {
    public SchemaScripts {
        Objects.requireNonNull(loader, "loader");
        if (!component.matches("[a-z][a-z0-9]*")) {
            throw new IllegalArgumentException("component name \"" + component + "\" not valid");
        }
        if (count < 1) {
            throw new IllegalArgumentException("component \"" + component + "\" ships no scripts");
        }
    }
}
