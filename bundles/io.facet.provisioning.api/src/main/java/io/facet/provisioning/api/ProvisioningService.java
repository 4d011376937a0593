// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.StatusKind;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The operations on machines that span several services.
 *
 * <p>Writes take their entries in order, each in a savepoint of its own, and answer with one failure, or none, per entry:
 * an entry that fails leaves the others and their effects as they are. A machine that does not exist gives
 * {@code machine <id> not found} with code {@code not found}.
 *
 * <p>While a service underneath is being exchanged, operations fail with code {@code try again}.
 */
@ProviderType
public interface ProvisioningService {

    /**
     * What an agent is told before it starts the machines ({@code provisioning-info.md} section 1), one outcome per
     * machine, in order. Costs the same number of queries for one machine as for hundreds.
     *
     * @throws FacetException {@code retrieving environ: ...} or {@code getting all space infos: ...}, where nothing can
     *     be told about any machine
     */
    List<Outcome<ProvisioningInfo>> provisioningInfo(Transaction tx, String modelUuid, List<MachineId> machines);

    /** Records started instances, each with its volumes and their attachments or not at all ({@code provisioner.md} 5.1). */
    List<Optional<FacetException>> recordInstances(Transaction tx, String modelUuid, List<InstanceReport> reports);

    /**
     * Sets statuses of one kind ({@code provisioner.md} section 6). An instance status that tells of an error also puts
     * the agent status into error; where that is refused, the instance status stays changed.
     */
    List<Optional<FacetException>> setStatuses(
            Transaction tx, String modelUuid, StatusKind kind, List<StatusChange> changes);

    /** Sets passwords of machine agents, except of dead machines ({@code provisioner.md} section 5). */
    List<Optional<FacetException>> setPasswords(Transaction tx, String modelUuid, List<PasswordChange> changes);

    /** Makes machines dead that host nothing any more ({@code provisioner.md} 8.2). */
    List<Optional<FacetException>> ensureDead(Transaction tx, String modelUuid, List<MachineId> machines);

    /** Marks dead machines for removal ({@code provisioner.md} 8.3). */
    List<Optional<FacetException>> markForRemoval(Transaction tx, String modelUuid, List<MachineId> machines);

    /** Removes dead machines ({@code provisioner.md} 8.4). */
    List<Optional<FacetException>> remove(Transaction tx, String modelUuid, List<MachineId> machines);

    /**
     * Those of the machines that have no instance, because starting one failed for a reason that may pass
     * ({@code provisioner.md} section 3, {@code MachinesWithTransientErrors}); in id order.
     */
    List<FailedMachine> machinesWithTransientErrors(Transaction tx, String modelUuid, Collection<MachineId> machines);
}
