// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.store.api.Store;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the models. */
@Service
@Command(
        scope = "facet",
        name = "model-list",
        description = "List the models",
        detailedDescription =
                "Shows every model with its UUID, which is what agents and other commands know it by, and how"
                        + " many machines it has, not counting containers. A model that is being imported is not shown until it is complete.\n\n"
                        + "  facet:model-list")
public final class ModelListCommand extends ReportCommand {
    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    MachineService machines;

    private record Row(ModelInfo model, int machines) {}

    @Override
    public Object execute() throws Exception {
        ModelService modelService = Models.service(models);
        MachineService machineService = Machines.service(machines);
        List<Row> rows = Services.read(store, tx -> {
            List<Row> found = new ArrayList<>();
            for (ModelInfo model : modelService.models(tx)) {
                found.add(new Row(
                        model, machineService.topLevelLives(tx, model.uuid()).size()));
            }
            return found;
        });
        Table table = new Table("No models")
                .texts("Model", "UUID", "Owner", "Type", "Cloud", "Agent version")
                .number("Machines");
        for (Row row : rows) {
            ModelInfo model = row.model();
            table.row(
                    model.name(),
                    model.uuid(),
                    model.owner(),
                    model.type(),
                    model.cloudType(),
                    model.agentVersion(),
                    row.machines());
        }
        table.print(System.out, format());
        return null;
    }
}
