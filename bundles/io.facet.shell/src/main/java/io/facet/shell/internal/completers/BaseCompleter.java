// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.machine.api.MachineService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Bases that machines have, and the usual ones. */
@Service
public final class BaseCompleter extends InModelCompleter {
    @Reference(optional = true)
    MachineService machines;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        Set<String> bases = new TreeSet<>(List.of("ubuntu@20.04/stable", "ubuntu@22.04/stable", "ubuntu@24.04/stable"));
        machines.allMachines(tx, modelUuid)
                .forEach(machine -> bases.add(machine.base().toString()));
        return bases;
    }
}
