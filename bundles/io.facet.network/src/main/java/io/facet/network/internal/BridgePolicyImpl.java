// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.network.api.BridgePolicy;
import io.facet.network.api.Guest;
import io.facet.network.api.GuestInterface;
import io.facet.network.api.HostNetwork;
import io.facet.network.api.MissingBridges;
import io.facet.network.api.NetworkService;
import io.facet.store.api.Transaction;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The bridge policy on what the network service knows; it has no data of its own. */
@Component
public final class BridgePolicyImpl implements BridgePolicy {

    private final NetworkService network;
    private final Random random = new SecureRandom();

    /** Decides on the networks that the given service knows. */
    @Activate
    public BridgePolicyImpl(@Reference(policyOption = GREEDY) NetworkService network) {
        this.network = network;
    }

    @Override
    public HostNetwork hostNetwork(
            Transaction tx, String modelUuid, MachineId host, String method, int bondReconfigureDelay) {
        List<MachineId> only = List.of(host);
        return new HostNetwork(
                host,
                method,
                bondReconfigureDelay,
                told("getting space infos", () -> network.allSpaces(tx, modelUuid)),
                told("getting subnet infos", () -> network.allSubnets(tx, modelUuid)),
                network.devices(tx, modelUuid, only).getOrDefault(host, List.of()),
                network.addresses(tx, modelUuid, only).getOrDefault(host, List.of()));
    }

    private static <T> T told(String what, Supplier<T> fact) {
        try {
            return fact.get();
        } catch (FacetException e) {
            throw e.inContext(what);
        }
    }

    @Override
    public MissingBridges findMissingBridgesForContainer(HostNetwork host, Guest guest) {
        return new BridgeFinder(host).missingFor(guest);
    }

    @Override
    public List<GuestInterface> populateContainerLinkLayerDevices(HostNetwork host, Guest guest, boolean byProvider) {
        return new GuestInterfaces(host, random).of(guest, byProvider);
    }
}
