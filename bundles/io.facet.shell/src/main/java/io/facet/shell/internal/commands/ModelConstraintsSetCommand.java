// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.ConfigValues;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.shell.internal.completers.ModelConstraintCompleter;
import io.facet.store.api.Store;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Replaces the constraints of a model. */
@Service
@Command(
        scope = "facet",
        name = "model-constraints-set",
        description = "Replace the constraints of a model",
        detailedDescription =
                "Replaces all constraints of the model by those given, or takes them away with --clear. They"
                        + " hold for machines that are added from now on; those that are there keep theirs. Shows the result."
                        + " Examples:\n\n"
                        + "  facet:model-constraints-set prod arch=amd64 mem=8G zones=rack-a,rack-b\n"
                        + "  facet:model-constraints-set --clear prod")
public final class ModelConstraintsSetCommand extends ReportCommand {
    @Option(name = "--clear", description = "Leave the model without constraints")
    boolean clear;

    @Argument(index = 0, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Argument(
            index = 1,
            name = "constraints",
            description = "What machines must be like, such as cores=4 mem=8G",
            multiValued = true)
    @Completion(ModelConstraintCompleter.class)
    List<String> constraints;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Override
    public Object execute() throws Exception {
        String text = String.join(" ", ConfigValues.list(constraints));
        if (text.isBlank() != clear) {
            throw Services.failure("Give either constraints, such as mem=8G, or --clear before the model.");
        }
        Constraints wanted = Services.refusable(() -> ConstraintsText.parse(text));
        ModelService present = Models.service(models);
        String uuid = Models.find(store, present, model).uuid();
        Services.write(store, uuid, tx -> {
            present.setConstraints(tx, uuid, wanted);
            return null;
        });
        ModelConstraintsCommand.table(wanted).print(System.out, format());
        return null;
    }
}
