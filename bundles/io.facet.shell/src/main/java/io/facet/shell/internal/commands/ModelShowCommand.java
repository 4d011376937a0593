// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.cloud.api.CloudService;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.Constraints;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.ConfigValues;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Sheet;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows one model. */
@Service
@Command(
        scope = "facet",
        name = "model-show",
        description = "Show a model",
        detailedDescription =
                "Shows what identifies a model, the cloud it is on, the constraints that hold for its machines"
                        + " unless they say otherwise, how many there are of each kind of entity in it, who may use it, and the"
                        + " configuration that is not the default. All of the configuration is shown by facet:model-config."
                        + " Example:\n\n"
                        + "  facet:model-show prod")
public final class ModelShowCommand extends ReportCommand {
    @Argument(name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    AccessService access;

    @Reference(optional = true)
    CloudService clouds;

    private record Found(
            ModelInfo info,
            CloudSpec cloud,
            Constraints constraints,
            Map<String, Long> counts,
            Map<String, String> users,
            Map<String, Object> config) {}

    @Override
    public Object execute() throws Exception {
        ModelService modelService = Models.service(models);
        AccessService accessService = Services.required(access, AccessService.class, "io.facet.access");
        CloudService cloudService = Services.required(clouds, CloudService.class, "io.facet.cloud");
        Found found = Services.read(store, tx -> {
            ModelInfo info = Models.find(tx, modelService, model);
            return new Found(
                    info,
                    cloudService.cloud(tx, info.uuid()),
                    modelService.constraints(tx, info.uuid()),
                    modelService.counts(tx, info.uuid()),
                    accessService.modelUsers(tx, info.uuid()),
                    modelService.config(tx, info.uuid()));
        });
        ModelInfo info = found.info();
        Table contents = new Table("Nothing in it").texts("Kind").number("Count");
        found.counts().forEach(contents::row);
        Table users = new Table("No users").texts("User", "Access");
        found.users().forEach(users::row);
        Map<String, Object> special = new TreeMap<>(found.config());
        special.entrySet()
                .removeAll(modelService.defaultConfig(info.cloudType()).entrySet());
        // They stand above.
        special.keySet().removeAll(Set.of("name", "uuid", "type", "agent-version"));
        new Sheet()
                .value("Model", info.name())
                .value("UUID", info.uuid())
                .value("Owner", info.owner())
                .value("Type", info.type())
                .value("Agent version", info.agentVersion())
                .value("Cloud", found.cloud().name())
                .value("Cloud type", found.cloud().type())
                .value("Region", found.cloud().region())
                .value("Constraints", found.constraints())
                .table("Contents", contents)
                .table("Users", users)
                .table("Configuration", ConfigValues.table(special))
                .print(System.out, format());
        return null;
    }
}
