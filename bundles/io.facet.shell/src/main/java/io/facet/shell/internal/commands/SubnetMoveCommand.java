// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.network.api.NetworkService;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.completers.SpaceCompleter;
import io.facet.shell.internal.completers.SubnetCompleter;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Moves subnets between spaces. */
@Service
@Command(
        scope = "facet",
        name = "subnet-move",
        description = "Move subnets to another space",
        detailedDescription =
                "Subnets are given by their ranges or, where a range is there twice, by their ids. Machines that run"
                        + " keep their addresses; the new space counts for machines that are started from now on.\n"
                        + "\n"
                        + "  facet:subnet-move prod internal 10.50.0.0/24 10.51.0.0/24")
public final class SubnetMoveCommand extends ModelChangeCommand {
    @Argument(index = 1, name = "space", description = "Name of the space that they move to", required = true)
    @Completion(SpaceCompleter.class)
    String space;

    @Argument(index = 2, name = "subnet", description = "Ranges or ids of subnets", required = true, multiValued = true)
    @Completion(SubnetCompleter.class)
    List<String> subnets;

    @Reference(optional = true)
    NetworkService networks;

    @Override
    public Object execute() throws Exception {
        NetworkService networkService = Networks.service(networks);
        write((tx, uuid) -> {
            networkService.moveSubnets(
                    tx,
                    uuid,
                    Networks.subnets(tx, networkService, uuid, subnets),
                    Networks.space(tx, networkService, uuid, space).id());
            return null;
        });
        subnets.forEach(subnet -> System.out.println("Subnet " + subnet + " is in space " + space + "."));
        return null;
    }
}
