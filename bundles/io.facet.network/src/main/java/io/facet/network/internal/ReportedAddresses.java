// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.MachineId;
import io.facet.core.NetworkAddress;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.ObservedAddress;
import io.facet.network.api.ObservedDevice;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses that can be stored of what was reported on one device ({@code networking.md} 5.2). */
final class ReportedAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(ReportedAddresses.class);

    private ReportedAddresses() {}

    /** The addresses by IP, in the order reported; of the same IP reported twice the first. */
    static Map<InetAddress, DeviceAddress> of(MachineId machine, Collection<ObservedDevice> entries) {
        Map<InetAddress, DeviceAddress> found = new LinkedHashMap<>();
        for (ObservedDevice entry : entries) {
            List<ObservedAddress> addresses = entry.addresses();
            if (!addresses.isEmpty() && addresses.get(0).value().isEmpty()) {
                continue;
            }
            for (ObservedAddress address : addresses) {
                read(machine, entry, address)
                        .ifPresentOrElse(
                                stored -> found.putIfAbsent(ip(stored).orElseThrow(), stored),
                                () -> LOG.debug(
                                        "Ignoring {} of device {} on machine {}", address, entry.name(), machine));
            }
        }
        return found;
    }

    /** The IP of a stored address; empty for one that was imported and is none. */
    static Optional<InetAddress> ip(DeviceAddress address) {
        return NetworkAddress.parseIp(address.value());
    }

    private static Optional<DeviceAddress> read(MachineId machine, ObservedDevice entry, ObservedAddress address) {
        Optional<IpRange> range = IpRange.parse(address.cidr());
        return NetworkAddress.parseIp(address.value())
                .filter(ip -> range.filter(net -> net.fits(ip)).isPresent())
                .map(ip -> new DeviceAddress(
                        machine,
                        entry.name(),
                        IpRange.text(ip),
                        IpRange.around(ip, range.orElseThrow().prefix()).toString(),
                        address.configMethod(),
                        entry.origin(),
                        entry.gatewayAddress(),
                        entry.defaultGateway(),
                        address.secondary(),
                        false,
                        entry.dnsServers(),
                        entry.dnsSearchDomains(),
                        entry.providerIds().address(),
                        entry.providerIds().network(),
                        entry.providerIds().subnet()));
    }
}
