// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.core.Constraints;
import io.facet.machine.api.MachineService;
import io.facet.network.api.NetworkService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Keys of constraints, and the values of some. */
@Service
public final class ConstraintsCompleter extends InModelCompleter {
    @Reference(optional = true)
    NetworkService networks;

    @Reference(optional = true)
    MachineService machines;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        String typed = line.getCursorArgument().substring(0, line.getArgumentPosition());
        String done = typed.substring(0, typed.lastIndexOf(' ') + 1);
        Set<String> words = new TreeSet<>();
        for (Constraints.Key key : Constraints.Key.values()) {
            words.add(key.wire() + "=");
        }
        Stream.of("amd64", "arm64", "ppc64el", "s390x", "riscv64").forEach(arch -> words.add("arch=" + arch));
        networks.allSpaces(tx, modelUuid).forEach(space -> words.add("spaces=" + space.name()));
        ZoneCompleter.zones(tx, modelUuid, networks, machines).forEach(zone -> words.add("zones=" + zone));
        return words.stream().map(word -> done + word).toList();
    }
}
