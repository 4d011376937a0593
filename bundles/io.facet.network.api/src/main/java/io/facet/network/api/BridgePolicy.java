// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import io.facet.core.MachineId;
import io.facet.store.api.Transaction;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Decides by which bridges of its host a container gets into the spaces it needs ({@code networking.md} section 2). */
@ProviderType
public interface BridgePolicy {

    /** Containers hang on what the host has, {@code lxdbr0} among it. */
    String LOCAL = "local";

    /** Containers get their network from the cloud. */
    String PROVIDER = "provider";

    /**
     * What the decisions on a host's containers go by.
     *
     * @param method {@link #LOCAL} or {@link #PROVIDER}
     * @param bondReconfigureDelay seconds to wait when a bond is bridged
     * @throws io.facet.core.FacetException {@code getting space infos: ...} or {@code getting subnet infos: ...}
     */
    HostNetwork hostNetwork(Transaction tx, String modelUuid, MachineId host, String method, int bondReconfigureDelay);

    /**
     * The bridges that the host lacks for a container ({@code networking.md} 2.5).
     *
     * @throws io.facet.core.FacetException if it is not clear which space the container needs, or a space has no device
     *     that could be bridged
     */
    MissingBridges findMissingBridgesForContainer(HostNetwork host, Guest guest);

    /**
     * The interfaces of a container, one for each bridge into its spaces ({@code networking.md} 3.2); at least one. MAC
     * addresses are new each time.
     *
     * @param byProvider whether the cloud is to be asked for addresses
     * @throws io.facet.core.FacetException if it is not clear which space the container needs, no bridge leads there, or
     *     the cloud is to be asked about a subnet that is not known
     */
    List<GuestInterface> populateContainerLinkLayerDevices(HostNetwork host, Guest guest, boolean byProvider);
}
