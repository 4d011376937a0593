// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.machine.api.MachineService;
import io.facet.network.api.NetworkService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Availability zones that subnets reach or instances are in. */
@Service
public final class ZoneCompleter extends InModelCompleter {
    @Reference(optional = true)
    NetworkService networks;

    @Reference(optional = true)
    MachineService machines;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return zones(tx, modelUuid, networks, machines);
    }

    static Set<String> zones(Transaction tx, String modelUuid, NetworkService networks, MachineService machines) {
        Set<String> zones = new TreeSet<>();
        networks.allSubnets(tx, modelUuid).forEach(subnet -> zones.addAll(subnet.availabilityZones()));
        machines.allMachines(tx, modelUuid).forEach(machine -> machine.instance()
                .flatMap(instance -> instance.hardware().availabilityZone())
                .ifPresent(zones::add));
        return zones;
    }
}
