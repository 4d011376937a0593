// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.cloud.api.CloudService;
import io.facet.cloud.api.CloudSpec;
import io.facet.controller.api.ControllerService;
import io.facet.core.FacetException;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.ConfigValues;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.CloudTypeCompleter;
import io.facet.shell.internal.completers.ModelAssignmentCompleter;
import io.facet.shell.internal.completers.ModelTypeCompleter;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** Adds an empty model. */
@Service
@Command(
        scope = "facet",
        name = "model-add",
        description = "Add an empty model",
        detailedDescription =
                "The model is on the cloud of the controller's own model unless told otherwise, has the default"
                        + " configuration but for what --config sets, and its owner has admin access to it. An owner has one model"
                        + " of a name. Prints the UUID. Examples:\n\n"
                        + "  facet:model-add staging\n"
                        + "  facet:model-add --cloud-type maas --cloud lab --config default-space=internal prod")
public final class ModelAddCommand implements Action {
    /** As in Juju. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+[a-z0-9-]*");

    private static final Pattern CLOUD_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.-]*");

    @Option(name = "--type", description = "Kind of the model: iaas or caas")
    @Completion(ModelTypeCompleter.class)
    String type = "iaas";

    @Option(name = "--cloud-type", description = "Type of the cloud, such as maas; the default is the controller's")
    @Completion(CloudTypeCompleter.class)
    String cloudType;

    @Option(name = "--cloud", description = "Name of the cloud; the default is the controller's, or the type")
    String cloud;

    @Option(name = "--region", description = "Region of the cloud")
    String region;

    @Option(name = "--owner", description = "User who owns it; the default is admin")
    String owner = "admin";

    @Option(
            name = "--config",
            description = "A KEY=VALUE of its configuration; may be given many times",
            multiValued = true)
    @Completion(ModelAssignmentCompleter.class)
    List<String> config;

    @Argument(name = "name", description = "Name of the model: small letters, digits and hyphens", required = true)
    String name;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    AccessService access;

    @Reference(optional = true)
    CloudService clouds;

    @Reference(optional = true)
    ControllerService controller;

    @Override
    public Object execute() throws Exception {
        check("Model name", name, NAME, "small letters, digits and hyphens, such as prod");
        if (cloud != null) {
            check("Cloud name", cloud, CLOUD_NAME, "letters, digits, dots and hyphens");
        }
        if (!List.of("iaas", "caas").contains(type)) {
            throw Services.failure("--type must be iaas or caas, not \"" + type + "\"");
        }
        Map<String, Object> values = ConfigValues.assignments(config, null);
        ModelService modelService = Models.service(models);
        AccessService accessService = Services.required(access, AccessService.class, "io.facet.access");
        CloudService cloudService = Services.required(clouds, CloudService.class, "io.facet.cloud");
        ControllerService controllerService =
                Services.required(controller, ControllerService.class, "io.facet.controller");
        String own = Services.read(store, tx -> controllerService.identity(tx).modelUuid());
        String uuid = UUID.randomUUID().toString();
        // In a transaction of the controller's own model, so that of two who take a name at once one finds it taken.
        Services.write(store, own, tx -> {
            CloudSpec spec = spec(cloudService, cloudService.cloud(tx, own));
            checkOwner(tx, accessService);
            refuseTaken(modelService.models(tx));
            ModelInfo info = new ModelInfo(
                    uuid,
                    name,
                    owner,
                    type,
                    spec.type(),
                    modelService
                            .model(tx, own)
                            .orElseThrow(() -> FacetException.notFound("model \"" + own + "\""))
                            .agentVersion());
            values.putIfAbsent("name", name);
            values.putIfAbsent("uuid", uuid);
            values.putIfAbsent("type", spec.type());
            modelService.create(tx, info, values, false);
            cloudService.setCloud(tx, uuid, spec);
            accessService.importModelUsers(tx, uuid, Map.of(owner, "admin"));
            return null;
        });
        System.out.println(uuid);
        return null;
    }

    private static void check(String what, String value, Pattern shape, String expected) throws CommandException {
        if (!shape.matcher(value).matches()) {
            throw Services.failure(what + " \"" + value + "\" is not valid; expected " + expected);
        }
    }

    private CloudSpec spec(CloudService service, CloudSpec ofController) throws CommandException {
        String wanted = cloudType == null ? ofController.type() : cloudType;
        if (!service.types().contains(wanted)) {
            throw Services.failure("Nobody here knows clouds of type \"" + wanted + "\"; known are "
                    + String.join(", ", service.types()) + ".");
        }
        boolean same = wanted.equals(ofController.type()) && (cloud == null || cloud.equals(ofController.name()));
        if (same) {
            return new CloudSpec(
                    ofController.name(),
                    wanted,
                    region == null ? ofController.region() : region,
                    ofController.endpoint());
        }
        return new CloudSpec(cloud == null ? wanted : cloud, wanted, region == null ? "" : region, "");
    }

    private void checkOwner(Transaction tx, AccessService service) throws CommandException {
        if (!service.userExists(tx, owner)) {
            throw Services.failure("There is no user \"" + owner + "\" who can log in.");
        }
    }

    private void refuseTaken(List<ModelInfo> all) throws CommandException {
        for (ModelInfo model : all) {
            if (model.name().equals(name) && model.owner().equals(owner)) {
                throw Services.failure("User " + owner + " has a model \"" + name + "\" already, " + model.uuid()
                        + "; choose another name.");
            }
        }
    }
}
