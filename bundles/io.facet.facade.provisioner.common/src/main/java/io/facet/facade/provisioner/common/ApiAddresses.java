// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.controller.api.ControllerService;
import io.facet.core.HostPort;
import io.facet.core.NetworkAddress;
import io.facet.store.api.Transaction;
import java.util.Comparator;
import java.util.List;

/** The API addresses that agents are told ({@code provisioner.md} section 3). */
final class ApiAddresses {

    private static final int UNUSABLE = -1;

    private ApiAddresses() {}

    /** What an agent can dial, as {@code host:port}, server by server, the nearest address first. */
    static List<String> usable(ControllerService controller, Transaction tx) {
        return controller.apiHostPortsForAgents(tx).stream()
                .flatMap(server -> server.stream()
                        .filter(address -> distance(address.address()) != UNUSABLE)
                        .sorted(Comparator.comparingInt(address -> distance(address.address()))))
                .map(HostPort::dialAddress)
                .toList();
    }

    private static int distance(NetworkAddress address) {
        int scope =
                switch (address.scope()) {
                    case "local-cloud" -> 0;
                    case "local-fan" -> 2;
                    case "public", "" -> 4;
                    default -> UNUSABLE;
                };
        return scope == UNUSABLE || address.type().equals(NetworkAddress.IPV4) ? scope : scope + 1;
    }
}
