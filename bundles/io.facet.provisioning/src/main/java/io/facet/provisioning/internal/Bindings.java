// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.core.FacetException;
import io.facet.network.api.Space;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The endpoint bindings of the applications with a principal unit on one machine ({@code provisioning-info.md} 6.2,
 * {@code networking.md} 6.1 rules 1 and 2), ordered by application and endpoint.
 *
 * @param all the bindings
 */
record Bindings(List<Binding> all) {

    /** An endpoint of an application, and the space it is bound to. */
    record Binding(String application, String endpoint, Space space) {}

    /**
     * The bindings of a machine.
     *
     * @param units the units on it
     * @param applications the applications of the model by name, at least those of these units
     * @throws FacetException if an application or a space is unknown
     */
    static Bindings of(Collection<Unit> units, Map<String, Application> applications, Collection<Space> spaces) {
        TreeSet<String> names = units.stream()
                .filter(unit -> unit.principal().isEmpty())
                .map(Unit::application)
                .collect(Collectors.toCollection(TreeSet::new));
        List<Application> bound = names.stream()
                .map(name -> Optional.ofNullable(applications.get(name))
                        .orElseThrow(() -> FacetException.notFound("application \"" + name + "\"")
                                .inContext("cannot determine machine endpoint bindings")))
                .toList();
        Map<String, Space> byId = spaces.stream().collect(Collectors.toMap(Space::id, Function.identity()));
        List<Binding> all = new ArrayList<>();
        for (Application application : bound) {
            new TreeMap<>(application.endpointBindings())
                    .forEach((endpoint, spaceId) ->
                            all.add(new Binding(application.name(), endpoint, known(byId, spaceId, endpoint))));
        }
        return new Bindings(List.copyOf(all));
    }

    private static Space known(Map<String, Space> byId, String id, String endpoint) {
        Space space = byId.get(id);
        if (space == null) {
            throw FacetException.uncoded("unknown space \"" + id + "\" with no provider ID specified for endpoint \""
                            + endpoint + "\"")
                    .inContext("cannot determine spaces for endpoint bindings");
        }
        return space;
    }

    /** The provider's id of the space, or its name if it has none, by endpoint. Of two applications the later wins. */
    Map<String, String> byEndpoint() {
        Map<String, String> result = new LinkedHashMap<>();
        for (Binding binding : all) {
            Space space = binding.space();
            result.put(binding.endpoint(), space.providerId().isEmpty() ? space.name() : space.providerId());
        }
        return result;
    }
}
