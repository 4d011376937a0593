// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.Constraints;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows the constraints of a model. */
@Service
@Command(
        scope = "facet",
        name = "model-constraints",
        description = "Show the constraints of a model",
        detailedDescription =
                "Shows what machines that are added to the model must be like unless they say otherwise. Memory"
                        + " and disks are in MiB. Example:\n\n"
                        + "  facet:model-constraints prod")
public final class ModelConstraintsCommand extends ReportCommand {
    @Argument(name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Override
    public Object execute() throws Exception {
        ModelService present = Models.service(models);
        Constraints constraints = Services.read(
                store,
                tx -> present.constraints(tx, Models.find(tx, present, model).uuid()));
        table(constraints).print(System.out, format());
        return null;
    }

    static Table table(Constraints constraints) {
        Table table = new Table("No constraints").texts("Constraint", "Value");
        constraints.values().forEach((key, value) -> table.row(key.wire(), value));
        return table;
    }
}
