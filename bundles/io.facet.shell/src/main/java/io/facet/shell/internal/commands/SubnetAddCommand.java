// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.network.api.NetworkService;
import io.facet.network.api.NewSubnet;
import io.facet.network.api.Subnet;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.completers.FreeTextCompleter;
import io.facet.shell.internal.completers.SpaceCompleter;
import io.facet.shell.internal.completers.ZoneCompleter;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Adds a subnet. */
@Service
@Command(
        scope = "facet",
        name = "subnet-add",
        description = "Add a subnet to a space of a model",
        detailedDescription = "The range is in canonical form: 10.50.0.0/24, not 10.50.0.1/24.\n"
                + "\n"
                + "  facet:subnet-add prod 10.50.0.0/24 internal\n"
                + "  facet:subnet-add --vlan 50 --zones rack-a,rack-b --provider-id 9 prod 10.50.0.0/24 internal")
public final class SubnetAddCommand extends ModelChangeCommand {
    @Option(name = "--vlan", description = "VLAN tag from 0 to 4094, 0 if untagged")
    int vlan;

    @Option(name = "--zones", description = "Availability zones that it reaches, separated by commas")
    @Completion(ZoneCompleter.class)
    String zones = "";

    @Option(name = "--provider-id", description = "Id of the subnet in the cloud")
    String providerId = "";

    @Option(name = "--provider-network-id", description = "Id in the cloud of the network that it belongs to")
    String providerNetworkId = "";

    @Argument(index = 1, name = "cidr", description = "Its range, such as 10.50.0.0/24", required = true)
    @Completion(FreeTextCompleter.class)
    String cidr;

    @Argument(index = 2, name = "space", description = "Name of its space", required = true)
    @Completion(SpaceCompleter.class)
    String space;

    @Reference(optional = true)
    NetworkService networks;

    @Override
    public Object execute() throws Exception {
        NetworkService networkService = Networks.service(networks);
        List<String> zoneNames = zones.isEmpty() ? List.of() : List.of(zones.split(","));
        Subnet added = write((tx, uuid) -> networkService.addSubnet(
                tx,
                uuid,
                new NewSubnet(
                        cidr,
                        providerId,
                        providerNetworkId,
                        vlan,
                        zoneNames,
                        Networks.space(tx, networkService, uuid, space).id())));
        System.out.println("Subnet " + added.cidr() + " is added to space " + space + " with id " + added.id() + ".");
        return null;
    }
}
