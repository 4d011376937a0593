// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.core.Life;
import io.facet.machine.api.MachineService;
import io.facet.network.api.NetworkService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Where machines can go: {@code lxd:} and each machine that is no container, and each zone. */
@Service
public final class PlacementCompleter extends InModelCompleter {
    @Reference(optional = true)
    NetworkService networks;

    @Reference(optional = true)
    MachineService machines;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        Set<String> places = new TreeSet<>();
        places.add("lxd");
        machines.topLevelLives(tx, modelUuid).forEach((id, life) -> {
            if (life == Life.ALIVE) {
                places.add("lxd:" + id);
            }
        });
        ZoneCompleter.zones(tx, modelUuid, networks, machines).forEach(zone -> places.add("zone=" + zone));
        return places;
    }
}
