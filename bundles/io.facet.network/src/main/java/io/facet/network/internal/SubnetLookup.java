// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.FacetException;
import io.facet.network.api.Subnet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds subnets by their range ({@code networking.md} 1.2); of several that fit, the one with the smallest id. */
final class SubnetLookup {

    private final List<Subnet> subnets;

    SubnetLookup(Collection<Subnet> subnets) {
        this.subnets = subnets.stream().sorted(Comparator.comparing(Subnet::id)).toList();
    }

    /** The subnet with exactly this range. */
    Optional<Subnet> exactly(String cidr) {
        return subnets.stream().filter(subnet -> subnet.cidr().equals(cidr)).findFirst();
    }

    /**
     * The subnet with this range, or else one that contains it.
     *
     * @throws FacetException {@code CIDR "<cidr>" not valid}, if it is not in canonical form
     */
    Optional<Subnet> around(String cidr) {
        IpRange wanted = IpRange.parse(cidr)
                .filter(range -> range.toString().equals(cidr))
                .orElseThrow(() -> FacetException.notValid("CIDR \"" + cidr + "\""));
        return exactly(cidr).or(() -> subnets.stream()
                .filter(subnet -> IpRange.parse(subnet.cidr())
                        .filter(range -> range.contains(wanted))
                        .isPresent())
                .findFirst());
    }
}
