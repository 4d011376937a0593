// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.controller.api.ControllerService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Kinds;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Removes a model. */
@Service
@Command(
        scope = "facet",
        name = "model-remove",
        description = "Remove a model",
        detailedDescription =
                "Removes a model with all that belongs to it, and ends the connections to it. A model with"
                        + " machines or storage is refused unless --force is given: then its machines are gone from Facet without"
                        + " any provisioner stopping their instances, which are yours to clear away. The controller's own model"
                        + " cannot be removed. Says what went. To keep a copy, export the model first. Examples:\n\n"
                        + "  facet:model-remove staging\n"
                        + "  facet:model-remove --force prod")
public final class ModelRemoveCommand implements Action {
    /** What is lost with a model, so that it goes only if it is meant. */
    private static final Set<String> LOSSES = Set.of("machines", "containers", "volumes", "filesystems");

    @Option(name = "--force", description = "Remove its machines and storage too; their instances go on running")
    boolean force;

    @Argument(name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    ControllerService controller;

    @Reference(optional = true)
    ApiServer server;

    private record Gone(Map<String, Long> counts, long instances) {}

    @Override
    public Object execute() throws Exception {
        ModelService modelService = Models.service(models);
        MachineService machineService = Machines.service(machines);
        ControllerService controllerService =
                Services.required(controller, ControllerService.class, "io.facet.controller");
        ModelInfo info = Models.find(store, modelService, model);
        Gone gone = Services.write(store, info.uuid(), tx -> {
            if (controllerService.identity(tx).modelUuid().equals(info.uuid())) {
                throw Services.failure("Model \"" + info.name() + "\" is the controller's own and cannot be removed.");
            }
            Map<String, Long> counts = modelService.counts(tx, info.uuid());
            Map<String, Long> losses = new TreeMap<>(counts);
            losses.keySet().retainAll(LOSSES);
            if (!losses.isEmpty() && !force) {
                throw Services.failure(
                        "Model \"" + info.name() + "\" still has " + Kinds.phrase(losses, "")
                                + "; remove them first, or give --force to remove them with it and leave their instances running.");
            }
            long instances = losses.isEmpty()
                    ? 0
                    : machineService.allMachines(tx, info.uuid()).stream()
                            .filter(machine -> machine.instance().isPresent())
                            .count();
            modelService.remove(tx, info.uuid());
            return new Gone(counts, instances);
        });
        System.out.println("Removed model " + info.name() + " (" + info.uuid() + "): "
                + Kinds.phrase(gone.counts(), "nothing was in it"));
        if (gone.instances() > 0) {
            System.out.println(gone.instances()
                    + " of its machines had an instance in the cloud; nothing in Facet will stop" + " these any more.");
        }
        int ended = disconnect(info.uuid());
        if (ended > 0) {
            System.out.println("Ended " + ended + (ended == 1 ? " connection" : " connections") + " to it.");
        }
        return null;
    }

    /** Clients of a model that is gone would get errors only; of a server that is away there are none. */
    private int disconnect(String uuid) {
        List<Long> ids = server == null
                ? List.of()
                : server.connections().stream()
                        .filter(connection -> connection.modelUuid().equals(uuid))
                        .map(connection -> connection.id())
                        .toList();
        return (int) ids.stream().filter(id -> server.disconnect(id)).count();
    }
}
