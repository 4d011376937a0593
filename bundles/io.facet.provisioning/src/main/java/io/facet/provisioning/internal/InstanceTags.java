// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Unit;
import io.facet.machine.api.Machine;
import io.facet.model.api.ModelInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The tags that an instance gets in its cloud ({@code provisioning-info.md} section 5). */
final class InstanceTags {

    private InstanceTags() {}

    /**
     * The tags that everything in the cloud gets.
     *
     * @param resourceTags value of the model config key {@code resource-tags}; null if it is not set
     */
    static Map<String, String> base(ModelInfo model, String controllerUuid, Object resourceTags) {
        Map<String, String> tags = new HashMap<>();
        if (resourceTags instanceof Map<?, ?> own) {
            own.forEach((key, value) -> tags.put((String) key, (String) value));
        }
        tags.put("juju-model-uuid", model.uuid());
        tags.put("juju-controller-uuid", controllerUuid);
        return tags;
    }

    /**
     * The tags of one machine.
     *
     * @param resourceTags value of the model config key {@code resource-tags}; null if it is not set
     * @param units the units on the machine
     */
    static Map<String, String> of(
            ModelInfo model, String controllerUuid, Object resourceTags, Machine machine, Collection<Unit> units) {
        Map<String, String> tags = base(model, controllerUuid, resourceTags);
        tags.put("juju-machine-id", model.name() + "-" + machine.id().tag());
        if (machine.isController()) {
            tags.put("juju-is-controller", "true");
        }
        String principals = units.stream()
                .filter(unit -> unit.principal().isEmpty())
                .map(Unit::name)
                .sorted()
                .collect(Collectors.joining(" "));
        if (!principals.isEmpty()) {
            tags.put("juju-units-deployed", principals);
        }
        return tags;
    }
}
