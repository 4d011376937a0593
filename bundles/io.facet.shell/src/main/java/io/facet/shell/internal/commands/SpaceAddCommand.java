// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.network.api.NetworkService;
import io.facet.network.api.Space;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.completers.FreeTextCompleter;
import io.facet.shell.internal.completers.SubnetCompleter;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Adds a space. */
@Service
@Command(
        scope = "facet",
        name = "space-add",
        description = "Add a space to a model",
        detailedDescription =
                "Adds a space and moves subnets into it, given by their ranges or ids. The name is in lower-case"
                        + " letters, digits and hyphens.\n"
                        + "\n"
                        + "  facet:space-add prod storage\n"
                        + "  facet:space-add --provider-id 7 prod storage 10.50.0.0/24")
public final class SpaceAddCommand extends ModelChangeCommand {
    @Option(name = "--provider-id", description = "Id of the space in the cloud")
    String providerId = "";

    @Argument(index = 1, name = "name", description = "Name of the space", required = true)
    @Completion(FreeTextCompleter.class)
    String name;

    @Argument(index = 2, name = "subnet", description = "Ranges or ids of subnets to move into it", multiValued = true)
    @Completion(SubnetCompleter.class)
    List<String> subnets;

    @Reference(optional = true)
    NetworkService networks;

    @Override
    public Object execute() throws Exception {
        NetworkService networkService = Networks.service(networks);
        List<String> moved = subnets == null ? List.of() : subnets;
        write((tx, uuid) -> {
            Space space = networkService.addSpace(tx, uuid, name, providerId);
            networkService.moveSubnets(tx, uuid, Networks.subnets(tx, networkService, uuid, moved), space.id());
            return null;
        });
        System.out.println("Space " + name + " is added"
                + (moved.isEmpty() ? "." : ", with subnets " + String.join(", ", moved) + "."));
        return null;
    }
}
