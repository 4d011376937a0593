// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.Constraints;
import io.facet.core.FacetException;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.provisioning.api.Topology;
import io.facet.provisioning.api.TopologyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works out where in the network machines of one model have to go ({@code networking.md} 6.1 rules 3 to 6, and 6.2). */
final class TopologyPlan {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyPlan.class);

    private final Map<String, Space> spacesByName;
    private final Map<String, List<Subnet>> subnetsBySpace;
    private final boolean zonelessSubnets;
    private final TopologyRule rule;

    TopologyPlan(ModelFacts facts, TopologyRule rule) {
        spacesByName = facts.spaces().stream().collect(Collectors.toMap(Space::name, space -> space));
        subnetsBySpace = facts.subnets().stream().collect(Collectors.groupingBy(Subnet::spaceId));
        zonelessSubnets = facts.capabilities().zonelessSubnets();
        this.rule = rule;
    }

    /**
     * The topology of one machine; empty if nothing constrains it.
     *
     * @throws FacetException if an excluded space is bound, a space is unknown, or one has no subnets
     */
    Optional<Topology> of(Constraints constraints, Bindings bindings) {
        Set<String> names =
                switch (rule) {
                    case FIRST_SPACE ->
                        constraints.includedSpaces().stream().limit(1).collect(Collectors.toSet());
                    case ALL_SPACES -> allSpaces(constraints, bindings);
                };
        if (names.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(match(names));
        } catch (FacetException e) {
            throw e.inContext("matching subnets to zones");
        }
    }

    private static Set<String> allSpaces(Constraints constraints, Bindings bindings) {
        checkConflicts(constraints, bindings);
        Set<String> names = new TreeSet<>(constraints.includedSpaces());
        bindings.all().forEach(binding -> names.add(binding.space().name()));
        boolean onlyAlpha = names.equals(Set.of(Space.ALPHA_NAME))
                && !constraints.includedSpaces().equals(List.of(Space.ALPHA_NAME));
        return onlyAlpha ? Set.of() : names;
    }

    private static void checkConflicts(Constraints constraints, Bindings bindings) {
        Set<String> excluded = Set.copyOf(constraints.excludedSpaces());
        for (Bindings.Binding binding : bindings.all()) {
            if (excluded.contains(binding.space().name())) {
                throw FacetException.uncoded("negative space constraint \""
                        + binding.space().name() + "\" conflicts with " + binding.application()
                        + " endpoint binding for \"" + binding.endpoint() + "\"");
            }
        }
    }

    private Topology match(Set<String> names) {
        Map<String, List<String>> zones = new TreeMap<>();
        Map<String, List<String>> spaces = new TreeMap<>();
        for (String name : names) {
            List<String> usable = new ArrayList<>();
            for (Subnet subnet : subnets(name)) {
                if (isUsable(subnet)) {
                    zones.put(subnet.providerId(), subnet.availabilityZones());
                    usable.add(subnet.providerId());
                }
            }
            spaces.put(name, usable);
        }
        return new Topology(zones, spaces);
    }

    private List<Subnet> subnets(String spaceName) {
        Space space = spacesByName.get(spaceName);
        if (space == null) {
            throw FacetException.notFound("space with name \"" + spaceName + "\"");
        }
        List<Subnet> subnets = subnetsBySpace.getOrDefault(space.id(), List.of());
        if (subnets.isEmpty()) {
            throw FacetException.uncoded("cannot use space \"" + spaceName + "\" as deployment target: no subnets");
        }
        return subnets;
    }

    private boolean isUsable(Subnet subnet) {
        if (subnet.providerId().isEmpty()) {
            LOG.debug("Subnet {} left out of the topology: it has no provider id", subnet.cidr());
            return false;
        }
        if (subnet.availabilityZones().isEmpty() && !zonelessSubnets) {
            LOG.debug("Subnet {} left out of the topology: it has no availability zone", subnet.cidr());
            return false;
        }
        return true;
    }
}
