// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import io.facet.core.MachineId;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The networks of a model. */
@ProviderType
public interface NetworkService {

    /** All spaces, alpha always among them, sorted by name. */
    List<Space> allSpaces(Transaction tx, String modelUuid);

    /** The space with this name. */
    Optional<Space> spaceByName(Transaction tx, String modelUuid, String name);

    /** All subnets, sorted by id. */
    List<Subnet> allSubnets(Transaction tx, String modelUuid);

    /**
     * Adds a space without subnets.
     *
     * @param providerId id in the cloud, empty if none
     * @throws io.facet.core.FacetException code {@code not valid} for a name that is none; code {@code already exists}
     */
    Space addSpace(Transaction tx, String modelUuid, String name, String providerId);

    /**
     * Removes a space that has no subnets. Who else uses it (constraints, endpoint bindings) is for the caller to ask.
     *
     * @throws io.facet.core.FacetException code {@code not found}; without code for alpha, and naming the subnets that are
     *     still in it
     */
    void removeSpace(Transaction tx, String modelUuid, String name);

    /**
     * Adds a subnet to a space.
     *
     * @throws io.facet.core.FacetException code {@code not valid} for range or VLAN tag; code {@code not found} for the
     *     space; code {@code already exists}, if its network in the cloud has a subnet of that range
     */
    Subnet addSubnet(Transaction tx, String modelUuid, NewSubnet subnet);

    /**
     * Moves subnets to a space.
     *
     * @throws io.facet.core.FacetException code {@code not found} for the space
     */
    void moveSubnets(Transaction tx, String modelUuid, Collection<String> subnetIds, String spaceId);

    /** The devices of each of the machines, sorted by name; a machine without devices is absent. */
    Map<MachineId, List<LinkLayerDevice>> devices(Transaction tx, String modelUuid, Collection<MachineId> machines);

    /** The addresses of each of the machines, sorted by device and value; a machine without any is absent. */
    Map<MachineId, List<DeviceAddress>> addresses(Transaction tx, String modelUuid, Collection<MachineId> machines);

    /**
     * Brings what is stored of a machine's devices and addresses in line with what its agent reports, which is no reason
     * to forget what the provider told ({@code networking.md} 5.3). A report without any device changes nothing.
     *
     * @param discoverSubnets whether the networks of new addresses become subnets ({@code networking.md} 5.4)
     * @throws io.facet.core.FacetException for the first device that cannot be stored; then nothing is
     */
    void setObservedConfig(
            Transaction tx,
            String modelUuid,
            MachineId machine,
            List<ObservedDevice> reported,
            boolean discoverSubnets);

    /** Deletes all addresses of the machines, whoever told them; their devices stay ({@code networking.md} section 4). */
    void releaseAddresses(Transaction tx, String modelUuid, Collection<MachineId> machines);

    /** Takes over spaces from a model description; alpha is never among them. */
    void importSpaces(Transaction tx, String modelUuid, Collection<Space> spaces);

    /** Takes over subnets from a model description. */
    void importSubnets(Transaction tx, String modelUuid, Collection<Subnet> subnets);

    /** Takes over link-layer devices from a model description. */
    void importDevices(Transaction tx, String modelUuid, Collection<LinkLayerDevice> devices);

    /** Takes over device addresses from a model description. */
    void importAddresses(Transaction tx, String modelUuid, Collection<DeviceAddress> addresses);
}
