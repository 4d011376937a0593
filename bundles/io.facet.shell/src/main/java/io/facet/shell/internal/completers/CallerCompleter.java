// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.access.api.AccessService;
import io.facet.controller.api.ControllerService;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Services;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Tags that a call can be made as: the machines of the model that stands earlier on the line, and the users. */
@Service
public final class CallerCompleter implements Completer {
    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    ControllerService controllers;

    @Reference(optional = true)
    AccessService access;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(tags(Arrays.asList(line.getArguments()))).complete(session, line, candidates);
    }

    private List<String> tags(List<String> words) {
        if (store == null || models == null || machines == null || controllers == null || access == null) {
            return List.of();
        }
        try {
            return Services.read(store, tx -> Stream.concat(
                            machines.allMachines(tx, model(tx, words)).stream()
                                    .map(Machine::id)
                                    .map(id -> id.tag()),
                            access.users(tx).stream().map(user -> "user-" + user.name()))
                    .toList());
        } catch (Exception e) {
            // No completion is the right answer to a failure here: the command itself will say what is wrong.
            return List.of();
        }
    }

    private String model(Transaction tx, List<String> words) {
        return models.models(tx).stream()
                .filter(candidate -> words.contains(candidate.name()) || words.contains(candidate.uuid()))
                .map(ModelInfo::uuid)
                .findFirst()
                .orElseGet(() -> controllers.identity(tx).modelUuid());
    }
}
