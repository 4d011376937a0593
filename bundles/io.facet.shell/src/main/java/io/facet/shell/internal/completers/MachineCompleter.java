// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.machine.api.MachineService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Ids of machines. */
@Service
public final class MachineCompleter extends InModelCompleter {
    @Reference(optional = true)
    MachineService machines;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return machines.allMachines(tx, modelUuid).stream()
                .map(machine -> machine.id().value())
                .toList();
    }
}
