// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.FacetException;
import io.facet.network.api.BridgePolicy;
import io.facet.network.api.Guest;
import io.facet.network.api.HostNetwork;
import io.facet.network.api.Space;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The spaces that a container has to get into ({@code networking.md} 2.2). */
final class WantedSpaces {

    private final HostNetwork host;
    private final Map<String, Space> byId;

    WantedSpaces(HostNetwork host) {
        this.host = host;
        byId = host.spaces().stream().collect(Collectors.toMap(Space::id, Function.identity()));
    }

    /**
     * Ids of the spaces wanted, in order.
     *
     * @throws FacetException {@code no obvious space for container "<id>", host machine has spaces: <list>}
     */
    Set<String> of(Guest guest) {
        Set<String> asked = asked(guest);
        if (!asked.isEmpty()) {
            return asked;
        }
        Set<String> around = host.method().equals(BridgePolicy.LOCAL) ? Set.of() : spacesOfHost();
        if (around.size() > 1) {
            throw FacetException.uncoded("no obvious space for container \"" + guest.id()
                    + "\", host machine has spaces: "
                    + around.stream().map(this::quoted).sorted().collect(Collectors.joining(", ")));
        }
        return around.isEmpty() ? Set.of(Space.ALPHA_ID) : around;
    }

    private Set<String> asked(Guest guest) {
        Map<String, String> idsByName =
                host.spaces().stream().collect(Collectors.toMap(Space::name, Space::id, (first, second) -> first));
        List<String> names = guest.constraints().includedSpaces();
        return names.stream()
                .filter(idsByName::containsKey)
                .map(idsByName::get)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** By identical ranges only, unlike where the devices are sorted into spaces. */
    private Set<String> spacesOfHost() {
        SubnetLookup subnets = new SubnetLookup(host.subnets());
        return host.addresses().stream()
                .filter(address -> !address.configMethod().equals("loopback"))
                .filter(address -> !address.subnetCidr().isEmpty())
                .flatMap(address -> subnets.exactly(address.subnetCidr()).stream())
                .map(subnet -> subnet.spaceId())
                .collect(Collectors.toSet());
    }

    /** The names of spaces for a message, in the order given. */
    String list(Collection<String> ids) {
        return ids.stream().map(this::quoted).collect(Collectors.joining(", "));
    }

    private String quoted(String id) {
        String name = Optional.ofNullable(byId.get(id)).map(Space::name).orElse("");
        return "\"" + (name.isEmpty() ? id : name) + "\"";
    }
}
