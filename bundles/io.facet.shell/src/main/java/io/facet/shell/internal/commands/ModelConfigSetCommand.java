// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.model.api.ModelService;
import io.facet.shell.internal.ConfigValues;
import io.facet.shell.internal.Format;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ModelAssignmentCompleter;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.shell.internal.completers.ModelConfigKeyCompleter;
import io.facet.store.api.Store;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Changes the configuration of a model. */
@Service
@Command(
        scope = "facet",
        name = "model-config-set",
        description = "Change the configuration of a model",
        detailedDescription =
                "Sets the keys given and resets those named with --reset to the default, all of them or, if one"
                        + " is refused, none. Agents that watch the configuration hear of it at once. Says what changed. A key that is"
                        + " not known is kept for the provider of the cloud. Examples:\n\n"
                        + "  facet:model-config-set prod default-space=internal num-provision-workers=8\n"
                        + "  facet:model-config-set --reset default-space --reset juju-http-proxy prod")
public final class ModelConfigSetCommand extends ReportCommand {
    @Option(
            name = "--reset",
            description = "A key to reset to its default; may be given many times",
            multiValued = true)
    @Completion(ModelConfigKeyCompleter.class)
    List<String> reset;

    @Argument(index = 0, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Argument(index = 1, name = "settings", description = "KEY=VALUE, any number of them", multiValued = true)
    @Completion(ModelAssignmentCompleter.class)
    List<String> settings;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Override
    public Object execute() throws Exception {
        Map<String, Object> values = ConfigValues.required(settings, reset);
        ModelService present = Models.service(models);
        String uuid = Models.find(store, present, model).uuid();
        Table changes = Services.write(store, uuid, tx -> {
            Map<String, Object> before = present.config(tx, uuid);
            Set<String> unknown = new TreeSet<>(ConfigValues.list(reset));
            unknown.removeAll(before.keySet());
            unknown.removeAll(present.configKeys());
            if (!unknown.isEmpty()) {
                throw Services.failure("There is no key \"" + unknown.iterator().next() + "\" to reset.");
            }
            present.updateConfig(tx, uuid, values, ConfigValues.list(reset));
            return ConfigValues.changes(before, present.config(tx, uuid));
        });
        changes.print(System.out, format());
        if (format() == Format.PEOPLE) {
            values.keySet().stream()
                    .filter(key -> !present.configKeys().contains(key))
                    .forEach(key -> System.out.println("Key \"" + key
                            + "\" is not a known one; should it be misspelt, take it back with --reset " + key + "."));
        }
        return null;
    }
}
