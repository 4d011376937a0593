// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the machines of a model. */
@Service
@Command(
        scope = "facet",
        name = "machine-list",
        description = "List the machines and containers of a model",
        detailedDescription =
                "Shows each machine, followed by its containers, with its life, its base, the id and zone of its"
                        + " instance (empty while it has none), the status that its agent and its instance have reported, and what it"
                        + " was asked to be like.\n\n"
                        + "  facet:machine-list prod\n"
                        + "  facet:machine-list --no-format prod")
public final class MachineListCommand extends ReportCommand {
    @Argument(name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    MachineService machines;

    private record Listing(
            List<Machine> machines, Map<MachineId, StatusInfo> agents, Map<MachineId, StatusInfo> instances) {}

    @Override
    public Object execute() throws Exception {
        ModelService modelService = Models.service(models);
        MachineService machineService = Services.required(machines, MachineService.class, "io.facet.machine");
        Listing listing = Services.read(store, tx -> {
            String uuid = Models.find(tx, modelService, model).uuid();
            List<Machine> all = machineService.allMachines(tx, uuid);
            List<MachineId> ids = all.stream().map(Machine::id).toList();
            return new Listing(
                    all,
                    machineService.statuses(tx, uuid, StatusKind.AGENT, ids),
                    machineService.statuses(tx, uuid, StatusKind.INSTANCE, ids));
        });
        Table table = new Table("No machines")
                .texts(
                        "Machine",
                        "Life",
                        "Base",
                        "Instance",
                        "Machine status",
                        "Instance status",
                        "Zone",
                        "Constraints");
        for (Machine machine : listing.machines()) {
            table.row(
                    machine.id(),
                    machine.life().wire(),
                    machine.base(),
                    machine.instance().map(Instance::instanceId).orElse(""),
                    text(listing.agents().get(machine.id())),
                    text(listing.instances().get(machine.id())),
                    machine.instance()
                            .flatMap(instance -> instance.hardware().availabilityZone())
                            .orElse(""),
                    machine.constraints());
        }
        table.print(System.out, format());
        return null;
    }

    /** A status with its explanation, where it needs one. */
    private static String text(StatusInfo status) {
        if (status == null) {
            return "";
        }
        boolean explained = status.status().endsWith("error") && !status.info().isEmpty();
        return explained ? status.status() + ": " + status.info() : status.status();
    }
}
