// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.network.api.NetworkService;
import io.facet.network.api.Subnet;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.SpaceCompleter;
import java.util.Comparator;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the subnets of a model. */
@Service
@Command(
        scope = "facet",
        name = "subnet-list",
        description = "List the subnets of a model",
        detailedDescription = "Shows each subnet with its space, VLAN and availability zones.\n"
                + "\n"
                + "  facet:subnet-list prod\n"
                + "  facet:subnet-list --space internal prod")
public final class SubnetListCommand extends ModelReportCommand {
    @Option(name = "--space", description = "Those of this space only")
    @Completion(SpaceCompleter.class)
    String space;

    @Reference(optional = true)
    NetworkService networks;

    @Override
    public Object execute() throws Exception {
        NetworkService networkService = Networks.service(networks);
        Table table = read((tx, uuid) -> {
            if (space != null) {
                Networks.space(tx, networkService, uuid, space);
            }
            Map<String, String> names = Networks.spaceNames(tx, networkService, uuid);
            Table filled = columns();
            networkService.allSubnets(tx, uuid).stream()
                    .filter(subnet -> space == null || space.equals(names.get(subnet.spaceId())))
                    .sorted(Comparator.comparing(Subnet::cidr))
                    .forEach(subnet -> row(filled, subnet, names.get(subnet.spaceId())));
            return filled;
        });
        table.print(System.out, format());
        return null;
    }

    static Table columns() {
        return new Table("No subnets")
                .texts("Subnet", "Space")
                .number("VLAN")
                .texts("Zones", "Provider id", "Provider network", "Id");
    }

    static void row(Table table, Subnet subnet, String space) {
        table.row(
                subnet.cidr(),
                space,
                subnet.vlanTag(),
                String.join(", ", subnet.availabilityZones()),
                subnet.providerId(),
                subnet.providerNetworkId(),
                subnet.id());
    }
}
