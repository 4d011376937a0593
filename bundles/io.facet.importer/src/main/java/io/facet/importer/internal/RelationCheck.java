// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks relations against applications and units ({@code model-description.md} section 9). Facet does not take relations
 * over, but one that is broken tells of a broken document.
 */
final class RelationCheck {
    private final References references;

    RelationCheck(References references) {
        this.references = references;
    }

    void run(Fields model) {
        Fields section = model.structure("relations", 1, 3);
        for (Fields relation : section.items("relations", "relation", "key")) {
            long id = relation.integer("id");
            Fields endpoints = relation.structure("endpoints", 1, 2);
            endpoints.items("endpoints", "endpoint", "name").forEach(endpoint -> endpoint(endpoint, id));
        }
    }

    private void endpoint(Fields endpoint, long relation) {
        String application = endpoint.text("application-name");
        if (!references.isApplication(application)) {
            throw endpoint.notValid("unknown application \"" + application + "\" for relation id " + relation);
        }
        Set<String> settled = new HashSet<>(endpoint.map("unit-settings").keys());
        List<String> units = references.unitsOf(application);
        List<String> missing =
                units.stream().filter(unit -> !settled.contains(unit)).toList();
        // A container-scoped relation only holds the units that share a machine.
        if (!missing.isEmpty() && !endpoint.text("scope").equals("container")) {
            throw endpoint.notValid(
                    "missing relation settings for units [" + String.join(" ", missing) + "] in relation " + relation);
        }
        units.forEach(settled::remove);
        if (!settled.isEmpty()) {
            throw endpoint.notValid("settings for unknown units ["
                    + String.join(" ", settled.stream().sorted().toList()) + "] in relation " + relation);
        }
    }
}
