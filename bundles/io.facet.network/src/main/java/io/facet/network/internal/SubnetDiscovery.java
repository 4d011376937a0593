// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.network.api.ObservedAddress;
import io.facet.network.api.ObservedDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns subnets from what agents report, where no cloud tells of them ({@code networking.md} 5.4). */
final class SubnetDiscovery {

    private static final Logger LOG = LoggerFactory.getLogger(SubnetDiscovery.class);

    private SubnetDiscovery() {}

    /** The subnets that are not known yet, in the order of their ranges. */
    static List<Subnet> found(Collection<ObservedDevice> reported, Set<String> grown, Collection<Subnet> known) {
        TreeSet<String> cidrs = new TreeSet<>();
        for (ObservedDevice device : reported) {
            if (!grown.contains(device.name())) {
                continue;
            }
            if (device.vlanTag() != 0) {
                LOG.warn("Ignoring VLAN tag {} of device {}", device.vlanTag(), device.name());
            }
            device.addresses().stream()
                    .filter(address -> !address.scope().equals("local-machine"))
                    .map(ObservedAddress::cidr)
                    .map(IpRange::parse)
                    .flatMap(Optional::stream)
                    .forEach(range -> cidrs.add(range.toString()));
        }
        cidrs.removeAll(known.stream().map(Subnet::cidr).collect(Collectors.toSet()));
        return cidrs.stream()
                .map(cidr -> new Subnet(UUID.randomUUID().toString(), cidr, "", "", 0, List.of(), Space.ALPHA_ID))
                .toList();
    }
}
