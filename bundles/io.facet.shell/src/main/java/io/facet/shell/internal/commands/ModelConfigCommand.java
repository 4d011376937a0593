// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.ConfigValues;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.shell.internal.completers.ModelConfigKeyCompleter;
import io.facet.store.api.Store;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows the configuration of a model. */
@Service
@Command(
        scope = "facet",
        name = "model-config",
        description = "Show the configuration of a model",
        detailedDescription =
                "Lists all keys with their values and whether a value is the default or the model's own; with a"
                        + " key, prints its value alone. Secrets are not shown. Examples:\n\n"
                        + "  facet:model-config prod\n"
                        + "  facet:model-config prod default-space")
public final class ModelConfigCommand extends ReportCommand {
    @Argument(index = 0, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Argument(index = 1, name = "key", description = "Show this key only")
    @Completion(ModelConfigKeyCompleter.class)
    String key;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    private record Found(ModelInfo info, Map<String, Object> config) {}

    @Override
    public Object execute() throws Exception {
        ModelService present = Models.service(models);
        Found found = Services.read(store, tx -> {
            ModelInfo info = Models.find(tx, present, model);
            return new Found(info, present.config(tx, info.uuid()));
        });
        if (key != null) {
            String owner = "model " + found.info().name();
            ConfigValues.printOne(System.out, format(), owner, found.config(), key);
        } else {
            ConfigValues.table(
                            found.config(), present.defaultConfig(found.info().cloudType()))
                    .print(System.out, format());
        }
        return null;
    }
}
