// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.network.api.NetworkService;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the spaces of a model. */
@Service
@Command(
        scope = "facet",
        name = "space-list",
        description = "List the spaces of a model",
        detailedDescription =
                "Shows each space with its id in the cloud and the ranges of its subnets. Every model has the space"
                        + " alpha.\n"
                        + "\n"
                        + "  facet:space-list prod")
public final class SpaceListCommand extends ModelReportCommand {
    @Reference(optional = true)
    NetworkService networks;

    @Override
    public Object execute() throws Exception {
        NetworkService networkService = Networks.service(networks);
        Table table = read((tx, uuid) -> {
            Map<String, List<String>> cidrs = networkService.allSubnets(tx, uuid).stream()
                    .collect(Collectors.groupingBy(
                            Subnet::spaceId, Collectors.mapping(Subnet::cidr, Collectors.toList())));
            Table filled = new Table("No spaces").texts("Space", "Provider id", "Subnets");
            for (Space space : networkService.allSpaces(tx, uuid)) {
                filled.row(
                        space.name(), space.providerId(), String.join(", ", cidrs.getOrDefault(space.id(), List.of())));
            }
            return filled;
        });
        table.print(System.out, format());
        return null;
    }
}
