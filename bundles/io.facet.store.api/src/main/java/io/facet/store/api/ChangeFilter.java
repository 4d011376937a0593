// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import java.util.Set;

/**
 * Which changes a subscription wants.
 *
 * @param modelUuid the model
 * @param namespaces the namespaces, at least one
 * @param scope the scope within them, exactly
 * @param keyPrefix what the key must begin with; empty for every key
 */
public record ChangeFilter(String modelUuid, Set<String> namespaces, String scope, String keyPrefix) {
    public ChangeFilter {
        namespaces = Set.copyOf(namespaces);
        if (namespaces.isEmpty()) {
            throw new IllegalArgumentException("a change filter needs a namespace");
        }
    }

    /** Whether the filter wants the given change. */
    public boolean accepts(Change change) {
        return modelUuid.equals(change.modelUuid())
                && scope.equals(change.scope())
                && namespaces.contains(change.namespace())
                && change.key().startsWith(keyPrefix);
    }
}
