// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.NewMachine;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** Adds machines or containers to a model. */
@Service
@Command(
        scope = "facet",
        name = "machine-add",
        description = "Add machines or containers to a model",
        detailedDescription =
                "The new machines are pending: a provisioner that watches the model starts them. Prints the id of each, one"
                        + " per line. All are added, or none. Options come before the model, for instance:\n\n"
                        + "  facet:machine-add --count 3 --constraints \"cores=4 mem=8G\" --placement zone=rack-a prod\n"
                        + "  facet:machine-add --container 3:lxd prod")
public final class MachineAddCommand implements Action {
    private static final String DEFAULT_BASE = "ubuntu@22.04/stable";
    private static final String CONTAINER_TYPE = "lxd";
    private static final int MAX_COUNT = 1_000;

    @Option(
            name = "--base",
            description =
                    "Operating system, such as ubuntu@22.04; the default is the model's default-base, or ubuntu@22.04")
    String base;

    @Option(
            name = "--constraints",
            description =
                    "What they must be like, such as \"cores=4 mem=8G zones=a,b\"; the model's constraints hold for the rest")
    String constraints;

    @Option(name = "--placement", description = "Where they go, as the cloud understands it, such as zone=rack-a")
    String placement;

    @Option(name = "--count", description = "How many")
    int count = 1;

    @Option(name = "--container", description = "Add containers instead, to this host: MACHINE:lxd")
    String container;

    @Argument(name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    MachineService machines;

    @Override
    public Object execute() throws Exception {
        if (count < 1 || count > MAX_COUNT) {
            throw Services.failure("--count must be from 1 to " + MAX_COUNT + ", not " + count);
        }
        Optional<MachineId> host = container == null ? Optional.empty() : Optional.of(host());
        Constraints wanted = Services.refusable(() -> ConstraintsText.parse(constraints == null ? "" : constraints));
        Optional<Base> chosen =
                base == null ? Optional.empty() : Optional.of(Services.refusable(() -> Base.parse(base)));
        ModelService modelService = Models.service(models);
        MachineService machineService = Services.required(machines, MachineService.class, "io.facet.machine");
        String uuid = Models.find(store, modelService, model).uuid();
        List<MachineId> added = Services.write(store, uuid, tx -> {
            NewMachine machine = new NewMachine(
                    host,
                    host.isPresent() ? CONTAINER_TYPE : "",
                    chosen.isPresent() ? chosen.get() : defaultBase(tx, modelService, uuid),
                    wanted.withFallback(modelService.constraints(tx, uuid)),
                    placement == null ? "" : placement,
                    List.of(Machine.JOB_HOST_UNITS));
            List<MachineId> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ids.add(machineService.add(tx, uuid, machine));
            }
            return ids;
        });
        added.forEach(System.out::println);
        return null;
    }

    private MachineId host() throws CommandException {
        int colon = container.lastIndexOf(':');
        String id = colon < 0 ? "" : container.substring(0, colon);
        if (!MachineId.isValid(id) || !container.substring(colon + 1).equals(CONTAINER_TYPE)) {
            throw Services.failure("--container must be MACHINE:lxd, such as 3:lxd, not \"" + container + "\"");
        }
        return new MachineId(id);
    }

    private static Base defaultBase(Transaction tx, ModelService models, String uuid) {
        Object configured = models.config(tx, uuid).get("default-base");
        return Base.parse(configured instanceof String text && !text.isEmpty() ? text : DEFAULT_BASE);
    }
}
