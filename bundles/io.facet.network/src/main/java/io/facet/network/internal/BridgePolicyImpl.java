// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
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
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The bridge policy on what the network service knows; it has no data of its own. While the two are exchanged it may ask
 * the network service of another version: all of them read the same tables.
 */
@Component(immediate = true)
public final class BridgePolicyImpl implements BridgePolicy {

    private final Random random = new SecureRandom();

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile NetworkService network;

    /** For Declarative Services, which sets the reference. */
    public BridgePolicyImpl() {}

    /** On the given service, without a container. */
    public BridgePolicyImpl(NetworkService network) {
        this.network = network;
    }

    @Override
    public HostNetwork hostNetwork(
            Transaction tx, String modelUuid, MachineId host, String method, int bondReconfigureDelay) {
        NetworkService known = network;
        List<MachineId> only = List.of(host);
        return new HostNetwork(
                host,
                method,
                bondReconfigureDelay,
                told("getting space infos", () -> known.allSpaces(tx, modelUuid)),
                told("getting subnet infos", () -> known.allSubnets(tx, modelUuid)),
                known.devices(tx, modelUuid, only).getOrDefault(host, List.of()),
                known.addresses(tx, modelUuid, only).getOrDefault(host, List.of()));
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
