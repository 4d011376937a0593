// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.MachineId;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.ObservedDevice;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges what an agent reports of its machine into what is stored of it ({@code networking.md} 5.3). The agent has the say
 * over devices and over the addresses it reported before; what the provider told of stays.
 */
final class ObservedMerge {

    private static final Logger LOG = LoggerFactory.getLogger(ObservedMerge.class);
    private static final String MACHINE_ORIGIN = "machine";

    private final MachineId machine;
    private final Map<String, List<ObservedDevice>> reported;
    private final Set<String> parents;

    private final List<LinkLayerDevice> devices = new ArrayList<>();
    private final List<DeviceAddress> addresses = new ArrayList<>();
    private final Set<String> grown = new HashSet<>();

    private ObservedMerge(MachineId machine, Collection<ObservedDevice> reported) {
        this.machine = machine;
        this.reported = reported.stream()
                .collect(Collectors.groupingBy(ObservedDevice::name, LinkedHashMap::new, Collectors.toList()));
        parents = reported.stream().map(ObservedDevice::parentName).collect(Collectors.toSet());
    }

    /**
     * What is to be stored.
     *
     * @param devices all devices of the machine
     * @param addresses all their addresses
     * @param grown names of the devices that are new or have an address that is
     */
    record Merged(List<LinkLayerDevice> devices, List<DeviceAddress> addresses, Set<String> grown) {}

    static Merged merge(
            MachineId machine,
            Collection<LinkLayerDevice> devices,
            Collection<DeviceAddress> addresses,
            Collection<ObservedDevice> reported) {
        ObservedMerge merge = new ObservedMerge(machine, reported);
        merge.run(devices, addresses);
        return new Merged(List.copyOf(merge.devices), List.copyOf(merge.addresses), Set.copyOf(merge.grown));
    }

    private void run(Collection<LinkLayerDevice> storedDevices, Collection<DeviceAddress> storedAddresses) {
        Map<String, List<DeviceAddress>> byDevice =
                storedAddresses.stream().collect(Collectors.groupingBy(DeviceAddress::deviceName));
        Set<String> known = new HashSet<>();
        for (LinkLayerDevice device : storedDevices) {
            known.add(device.name());
            List<DeviceAddress> own = byDevice.getOrDefault(device.name(), List.of());
            if (reported.containsKey(device.name())) {
                update(device, own);
            } else {
                unreported(device, own);
            }
        }
        reported.forEach((name, entries) -> {
            if (known.add(name)) {
                add(entries, byDevice.getOrDefault(name, List.of()));
            }
        });
        byDevice.forEach((name, orphans) -> {
            if (!known.contains(name)) {
                addresses.addAll(orphans);
            }
        });
    }

    private void update(LinkLayerDevice stored, List<DeviceAddress> own) {
        List<ObservedDevice> entries = reported.get(stored.name());
        devices.add(device(entries.get(0), stored.providerId()));
        Map<InetAddress, DeviceAddress> incoming = ReportedAddresses.of(machine, entries);
        int kept = mergeAddresses(own, incoming);
        if (incoming.size() > kept) {
            grown.add(stored.name());
        }
        remaining(own, incoming).forEach(address -> addresses.add(withoutProviderIds(address)));
    }

    private void add(List<ObservedDevice> entries, List<DeviceAddress> orphans) {
        ObservedDevice first = entries.get(0);
        devices.add(device(first, first.providerIds().device()));
        grown.add(first.name());
        Map<InetAddress, DeviceAddress> incoming = ReportedAddresses.of(machine, entries);
        mergeAddresses(orphans, incoming);
        addresses.addAll(remaining(orphans, incoming));
    }

    /** Updates the stored addresses that were reported again, and returns how many that were. */
    private int mergeAddresses(List<DeviceAddress> stored, Map<InetAddress, DeviceAddress> incoming) {
        int again = 0;
        for (DeviceAddress address : stored) {
            Optional<DeviceAddress> match = ReportedAddresses.ip(address).map(incoming::get);
            if (match.isPresent()) {
                again++;
                addresses.add(updated(address, match.get()));
            } else if (!address.origin().equals(MACHINE_ORIGIN)) {
                addresses.add(address);
            }
        }
        return again;
    }

    private static List<DeviceAddress> remaining(List<DeviceAddress> stored, Map<InetAddress, DeviceAddress> incoming) {
        Set<InetAddress> there = stored.stream()
                .flatMap(address -> ReportedAddresses.ip(address).stream())
                .collect(Collectors.toSet());
        return incoming.entrySet().stream()
                .filter(entry -> !there.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void unreported(LinkLayerDevice device, List<DeviceAddress> own) {
        List<DeviceAddress> kept = own.stream()
                .filter(address -> !address.origin().equals(MACHINE_ORIGIN))
                .toList();
        addresses.addAll(kept);
        boolean unneeded = kept.isEmpty() && device.providerId().isEmpty();
        if (unneeded && parents.contains(device.name())) {
            LOG.warn(
                    "Keeping device {} of machine {}, which was not reported but is the parent of one that was",
                    device.name(),
                    machine);
            unneeded = false;
        }
        if (!unneeded) {
            devices.add(device);
        }
    }

    private LinkLayerDevice device(ObservedDevice entry, String providerId) {
        return new LinkLayerDevice(
                machine,
                entry.name(),
                entry.type(),
                Math.max(0, entry.mtu()),
                entry.macAddress(),
                entry.parentName(),
                entry.up(),
                entry.autoStart(),
                entry.virtualPortType(),
                providerId);
    }

    private static DeviceAddress updated(DeviceAddress stored, DeviceAddress incoming) {
        return new DeviceAddress(
                stored.machine(),
                stored.deviceName(),
                stored.value(),
                incoming.subnetCidr(),
                incoming.configMethod(),
                stored.origin(),
                incoming.gatewayAddress(),
                stored.defaultGateway(),
                incoming.secondary(),
                stored.shadow(),
                incoming.dnsServers(),
                incoming.dnsSearchDomains(),
                stored.providerId().isEmpty() ? incoming.providerId() : stored.providerId(),
                stored.providerNetworkId(),
                stored.providerSubnetId().isEmpty() ? incoming.providerSubnetId() : stored.providerSubnetId());
    }

    /** On a device that is known, only the provider says what its new addresses are called in the cloud. */
    private static DeviceAddress withoutProviderIds(DeviceAddress address) {
        return new DeviceAddress(
                address.machine(),
                address.deviceName(),
                address.value(),
                address.subnetCidr(),
                address.configMethod(),
                address.origin(),
                address.gatewayAddress(),
                address.defaultGateway(),
                address.secondary(),
                address.shadow(),
                address.dnsServers(),
                address.dnsSearchDomains(),
                "",
                "",
                "");
    }
}
