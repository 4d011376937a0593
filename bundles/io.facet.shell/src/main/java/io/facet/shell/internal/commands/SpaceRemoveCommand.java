// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.application.api.ApplicationService;
import io.facet.machine.api.MachineService;
import io.facet.network.api.NetworkService;
import io.facet.network.api.Space;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.SpaceUses;
import io.facet.shell.internal.completers.SpaceCompleter;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Removes a space. */
@Service
@Command(
        scope = "facet",
        name = "space-remove",
        description = "Remove a space that nothing uses",
        detailedDescription =
                "A space with subnets, or that constraints or endpoint bindings name, is refused; space-show tells"
                        + " what uses it, and subnet-move empties it. The space alpha stays.\n"
                        + "\n"
                        + "  facet:space-remove prod storage")
public final class SpaceRemoveCommand extends ModelChangeCommand {
    @Argument(index = 1, name = "space", description = "Name of the space", required = true)
    @Completion(SpaceCompleter.class)
    String name;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    NetworkService networks;

    @Reference(optional = true)
    ApplicationService applications;

    @Override
    public Object execute() throws Exception {
        NetworkService networkService = Networks.service(networks);
        SpaceUses uses = SpaceUses.through(models, machines, applications);
        write((tx, uuid) -> {
            Space space = Networks.space(tx, networkService, uuid, name);
            networkService.removeSpace(tx, uuid, name);
            List<String> found = uses.of(tx, uuid, space);
            if (!found.isEmpty()) {
                throw Services.failure("Space " + name + " is used by " + found.get(0)
                        + (found.size() == 1 ? "" : " and " + (found.size() - 1) + " more")
                        + "; facet:space-show lists what uses it.");
            }
            return null;
        });
        System.out.println("Space " + name + " is removed.");
        return null;
    }
}
