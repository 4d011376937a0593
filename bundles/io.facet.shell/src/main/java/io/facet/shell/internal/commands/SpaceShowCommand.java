// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.application.api.ApplicationService;
import io.facet.machine.api.MachineService;
import io.facet.network.api.NetworkService;
import io.facet.network.api.Space;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.Sheet;
import io.facet.shell.internal.SpaceUses;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.SpaceCompleter;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows a space. */
@Service
@Command(
        scope = "facet",
        name = "space-show",
        description = "Show a space of a model and what uses it",
        detailedDescription =
                "Shows the subnets of the space, and what uses it: constraints of machines, applications and the"
                        + " model, and endpoint bindings. A space that is used cannot be removed.\n"
                        + "\n"
                        + "  facet:space-show prod internal")
public final class SpaceShowCommand extends ModelReportCommand {
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
        Sheet sheet = read((tx, uuid) -> {
            Space space = Networks.space(tx, networkService, uuid, name);
            Table subnets = SubnetListCommand.columns();
            networkService.allSubnets(tx, uuid).stream()
                    .filter(subnet -> subnet.spaceId().equals(space.id()))
                    .forEach(subnet -> SubnetListCommand.row(subnets, subnet, space.name()));
            Table used = new Table("Nothing").texts("Use");
            uses.of(tx, uuid, space).forEach(used::row);
            return new Sheet()
                    .value("Space", space.name())
                    .value("Id", space.id())
                    .value("Provider id", space.providerId())
                    .table("Subnets", subnets)
                    .table("Used by", used);
        });
        sheet.print(System.out, format());
        return null;
    }
}
