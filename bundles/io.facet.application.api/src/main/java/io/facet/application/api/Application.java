// SPDX-License-Identifier: Apache-2.0
package io.facet.application.api;

import io.facet.core.Constraints;
import java.util.Map;
import java.util.Optional;

/**
 * An application.
 *
 * @param name its name
 * @param charmUrl URL of its charm, such as {@code ch:amd64/web-12}
 * @param charmRevision revision of the charm
 * @param subordinate whether its units are subordinate
 * @param constraints its constraints
 * @param endpointBindings space id by endpoint name; the default binding has the key {@code ""}
 * @param lxdProfile LXD profile of its charm, if it has one
 */
public record Application(
        String name,
        String charmUrl,
        int charmRevision,
        boolean subordinate,
        Constraints constraints,
        Map<String, String> endpointBindings,
        Optional<LxdProfile> lxdProfile) {
    public Application {
        endpointBindings = Map.copyOf(endpointBindings);
    }
}
