// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.StatusKind;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
     * <p>Runs in transactions of its own, because images that are not stored are looked for at their sources in between,
     * which may take a while. Nothing waits for that on a thread.
     *
     * <p>The stage fails with a {@link FacetException} {@code retrieving environ: ...} or {@code getting all space infos:
     * ...} ({@code getting all spaces: ...} by {@link TopologyRule#FIRST_SPACE}), where nothing can be told about any
     * machine.
     *
     * @param rule which spaces say where the machines have to go
     */
    CompletionStage<List<Outcome<ProvisioningInfo>>> provisioningInfo(
            Store store, String modelUuid, List<MachineId> machines, TopologyRule rule);

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
     * Has machines go, as an operator asks for it; one outcome per machine, in order. Without force a machine that hosts
     * nothing becomes {@code dying}, and its provisioner and its agent do the rest ({@code provisioner.md} section 8).
     *
     * <p>With force it becomes dead at once with all containers on it, whatever they host; a provisioner stops its
     * instance and has it removed. Where there is nothing to stop (no instance, or one that is kept), and where the machine
     * was dead already, its record goes without waiting for anybody. A controller machine is never let go.
     *
     * @param keepInstance whether the cloud instances stay
     * @return outcomes that fail with the codes of {@code provisioner.md} 8.2, and the same texts but for the controller's
     */
    List<Outcome<DestroyedMachine>> destroy(
            Transaction tx, String modelUuid, List<MachineId> machines, boolean force, boolean keepInstance);

    /**
     * Asks for another try to start machines: adds {@code "transient": true} to the data of the instance status of those
     * that have no instance because starting one failed. So {@link #machinesWithTransientErrors(Transaction, String)}
     * lists them, which provisioners ask for every minute.
     *
     * @return the machines for which it was asked, in id order
     */
    List<MachineId> retryProvisioning(Transaction tx, String modelUuid, Collection<MachineId> machines);

    /**
     * Takes the instances of machines for lost: forgets them with their addresses and the storage that went with them, and
     * asks for new ones, as {@link #retryProvisioning} does. Does nothing in the cloud.
     *
     * @param force whether also of machines that host units or containers, or have detachable storage attached
     */
    List<Optional<FacetException>> forgetInstances(
            Transaction tx, String modelUuid, List<MachineId> machines, boolean force);

    /**
     * The machines and containers that have no instance, because starting one failed for a reason that may pass
     * ({@code provisioner.md} section 3, {@code MachinesWithTransientErrors}); in id order. Reads those in error only.
     */
    List<FailedMachine> machinesWithTransientErrors(Transaction tx, String modelUuid);

    /** As {@link #machinesWithTransientErrors(Transaction, String)}, of these machines only; reads no others. */
    List<FailedMachine> machinesWithTransientErrors(Transaction tx, String modelUuid, Collection<MachineId> machines);

    /**
     * Instance ids of the provisioned machines that each of the machines should be kept apart from, itself included
     * ({@code provisioner.md} 4.2); one outcome per machine, in order.
     */
    List<Outcome<List<String>>> distributionGroups(Transaction tx, String modelUuid, List<MachineId> machines);

    /**
     * Ids of the machines that each of the machines should be kept apart from, itself excluded ({@code provisioner.md}
     * 4.2); one outcome per machine, in order.
     */
    List<Outcome<List<String>>> distributionGroupsByMachineId(
            Transaction tx, String modelUuid, List<MachineId> machines);

    /** Records which LXD profiles were applied to machines ({@code provisioner.md} section 5). */
    List<Optional<FacetException>> setCharmProfiles(Transaction tx, String modelUuid, List<ProfileChange> changes);

    /** Records which containers machines support ({@code provisioner.md} section 5). */
    List<Optional<FacetException>> setSupportedContainers(
            Transaction tx, String modelUuid, List<ContainerSupport> machines);

    /**
     * The LXD profiles that containers of a host need, one outcome per container, in order
     * ({@code provisioning-info.md} 6.1).
     *
     * @throws FacetException if nothing can be told about any container: the host is unknown or not provisioned, or the
     *     networking method of the model cannot be understood
     */
    List<Outcome<List<CharmProfile>>> containerProfiles(
            Transaction tx, String modelUuid, MachineId host, List<MachineId> containers);

    /**
     * The configuration for containers of one type ({@code provisioning-info.md} 10.1).
     *
     * @throws FacetException {@code cannot get container networking method: ...} or {@code cannot get container manager
     *     config: ...}
     */
    Map<String, String> containerManagerConfig(Transaction tx, String modelUuid, String containerType);

    /**
     * What every container of the model is set up with ({@code provisioner.md} 3.1).
     *
     * @throws FacetException {@code cannot get container config: ...} or {@code cannot get authorised keys for container
     *     config: ...}
     */
    ContainerSetup containerSetup(Transaction tx, String modelUuid);
}
