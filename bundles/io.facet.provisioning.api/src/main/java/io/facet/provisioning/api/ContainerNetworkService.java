// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.cloud.api.ContainerInterface;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.network.api.MissingBridges;
import io.facet.network.api.ObservedDevice;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Brings containers into the networks of their hosts, and the networks of machines into the store
 * ({@code networking.md} sections 2 to 5).
 *
 * <p>Operations on containers answer with one outcome per container, in order. They check first what holds for the call
 * as a whole, also where there is no container at all ({@code networking.md} 3.1 rows 1 to 6).
 *
 * <p>While a service underneath is being exchanged, operations fail with code {@code try again}.
 */
@ProviderType
public interface ContainerNetworkService {

    /**
     * The bridges that a host lacks for containers ({@code networking.md} 2.5). Stores nothing.
     *
     * @param callerTag tag of the caller, which must be the host's
     * @throws FacetException for the first of rows 1 to 6 that fails
     */
    List<Outcome<MissingBridges>> missingBridges(
            Transaction tx, String modelUuid, String callerTag, List<MachineId> containers);

    /**
     * Prepares the interfaces of containers ({@code networking.md} 3.2), as far as the store knows of them.
     *
     * @param callerTag tag of the caller, which must be the host's
     * @param onlyNew whether a container that has an instance is refused
     * @throws FacetException for the first of rows 1 to 6 that fails
     */
    List<Outcome<PreparedContainer>> prepare(
            Transaction tx, String modelUuid, String callerTag, List<MachineId> containers, boolean onlyNew);

    /**
     * Completes prepared interfaces: where the cloud allocates addresses to containers, what it makes of them
     * ({@code networking.md} 3.3). Not to be called inside a transaction. The stage never fails for a reason that the
     * cloud gives; that is the outcome of the container.
     */
    CompletionStage<List<Outcome<List<ContainerInterface>>>> allocate(List<Outcome<PreparedContainer>> prepared);

    /** Deletes the addresses of containers ({@code networking.md} section 4); one failure, or none, per container. */
    List<Optional<FacetException>> releaseAddresses(Transaction tx, String modelUuid, List<MachineId> containers);

    /**
     * Takes over what an agent reports of its machine's network ({@code networking.md} 5.1 rows 2 to 7).
     *
     * @throws FacetException {@code permission denied}, if there is no such machine; code {@code not valid} for the first
     *     device that cannot be stored
     */
    void setObservedConfig(Transaction tx, String modelUuid, MachineId machine, List<ObservedDevice> reported);
}
