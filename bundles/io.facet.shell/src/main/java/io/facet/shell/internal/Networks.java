// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.network.api.NetworkService;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;

/** Finds the spaces and subnets that an operator means. */
public final class Networks {
    private static final String BUNDLE = "io.facet.network";

    private Networks() {}

    /** The networks, or a failure that names the bundle to look at. */
    public static NetworkService service(NetworkService service) throws CommandException {
        return Services.required(service, NetworkService.class, BUNDLE);
    }

    /** The space with this name, which must exist. */
    public static Space space(Transaction tx, NetworkService networks, String modelUuid, String name)
            throws CommandException {
        return networks.spaceByName(tx, modelUuid, name)
                .orElseThrow(() -> Services.failure(
                        "There is no space \"" + name + "\"; facet:space-list shows those there are."));
    }

    /** Ids of the subnets with these ranges or ids, each of which must mean one. */
    public static List<String> subnets(
            Transaction tx, NetworkService networks, String modelUuid, List<String> cidrsOrIds)
            throws CommandException {
        List<Subnet> all = networks.allSubnets(tx, modelUuid);
        List<String> ids = new ArrayList<>();
        for (String given : cidrsOrIds) {
            List<String> meant = all.stream()
                    .filter(subnet -> subnet.cidr().equals(given) || subnet.id().equals(given))
                    .map(Subnet::id)
                    .toList();
            if (meant.isEmpty()) {
                throw Services.failure(
                        "There is no subnet \"" + given + "\"; facet:subnet-list shows those there are.");
            }
            if (meant.size() > 1) {
                throw Services.failure(
                        "Subnet \"" + given + "\" is ambiguous; give one of the ids " + String.join(", ", meant));
            }
            ids.add(meant.get(0));
        }
        return ids;
    }

    /** Names of the spaces by id. */
    public static Map<String, String> spaceNames(Transaction tx, NetworkService networks, String modelUuid) {
        return networks.allSpaces(tx, modelUuid).stream().collect(Collectors.toMap(Space::id, Space::name));
    }
}
