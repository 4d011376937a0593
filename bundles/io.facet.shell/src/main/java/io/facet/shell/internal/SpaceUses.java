// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.application.api.Application;
import io.facet.application.api.ApplicationService;
import io.facet.core.Constraints;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.network.api.Space;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.karaf.shell.support.CommandException;

/**
 * Finds what uses a space beside subnets: it would not work any more without it.
 *
 * @param models the models
 * @param machines their machines
 * @param applications their applications
 */
public record SpaceUses(ModelService models, MachineService machines, ApplicationService applications) {

    /** The services, all of which must be there. */
    public static SpaceUses through(ModelService models, MachineService machines, ApplicationService applications)
            throws CommandException {
        return new SpaceUses(
                Models.service(models),
                Machines.service(machines),
                Services.required(applications, ApplicationService.class, "io.facet.application"));
    }

    /** What uses the space, as parts of a sentence, such as {@code constraints of machine 12}. */
    public List<String> of(Transaction tx, String modelUuid, Space space) {
        List<String> uses = new ArrayList<>();
        if (space.name().equals(models.config(tx, modelUuid).get("default-space"))) {
            uses.add("default-space of the model");
        }
        if (names(models.constraints(tx, modelUuid), space)) {
            uses.add("constraints of the model");
        }
        for (Application application : applications.allApplications(tx, modelUuid)) {
            if (names(application.constraints(), space)) {
                uses.add("constraints of application " + application.name());
            }
            Map<String, String> bindings = new TreeMap<>(application.endpointBindings());
            bindings.forEach((endpoint, id) -> {
                if (id.equals(space.id())) {
                    uses.add((endpoint.isEmpty() ? "default binding" : "binding " + endpoint) + " of application "
                            + application.name());
                }
            });
        }
        machines.allMachines(tx, modelUuid).stream()
                .filter(machine -> names(machine.constraints(), space))
                .forEach(machine -> uses.add("constraints of machine " + machine.id()));
        return uses;
    }

    private static boolean names(Constraints constraints, Space space) {
        return constraints.includedSpaces().contains(space.name())
                || constraints.excludedSpaces().contains(space.name());
    }
}
