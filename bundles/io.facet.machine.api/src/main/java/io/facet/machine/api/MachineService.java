// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.api;

import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The machines of a model. Reads take many ids and cost the same number of queries for one as for a thousand; an id that
 * does not exist is absent from the answer. Rules that need other services (units, storage, controllers) are with the
 * provisioning service.
 */
@ProviderType
public interface MachineService {

    /**
     * Change namespace of life: scope is the id of the direct parent, {@code ""} for a top-level machine; key is the
     * machine id; value is {@code alive}, {@code dying}, {@code dead} or {@code removed}.
     */
    String LIFE_NAMESPACE = "machine";

    /**
     * Change namespace of agent starts, scope and key as for {@link #LIFE_NAMESPACE}. Any change of the record of a dead
     * machine is reported here too ({@code provisioner.md} section 7, start times).
     */
    String AGENT_START_NAMESPACE = "machine-agent-start";

    /** The machines with these ids. */
    Map<MachineId, Machine> machines(Transaction tx, String modelUuid, Collection<MachineId> ids);

    /** All machines and containers, in id order. */
    List<Machine> allMachines(Transaction tx, String modelUuid);

    /** The machines with the job {@link Machine#JOB_MANAGE_MODEL}, in id order; as quick among many others as among few. */
    List<Machine> controllers(Transaction tx, String modelUuid);

    /** Life of all top-level machines. */
    Map<MachineId, Life> topLevelLives(Transaction tx, String modelUuid);

    /**
     * Life of the direct containers of one host.
     *
     * @param containerType the type wanted; empty for all
     */
    Map<MachineId, Life> containerLives(Transaction tx, String modelUuid, MachineId host, String containerType);

    /** Ids of the direct containers of each of the hosts, in id order; a host without containers is absent. */
    Map<MachineId, List<MachineId>> containers(Transaction tx, String modelUuid, Collection<MachineId> hosts);

    /** One status of each of the machines; a machine without a record is absent. */
    Map<MachineId, StatusInfo> statuses(Transaction tx, String modelUuid, StatusKind kind, Collection<MachineId> ids);

    /**
     * The instance statuses {@code error} and {@code provisioning error} of all machines and containers that have one, in
     * id order; as quick among many others as among few.
     */
    Map<MachineId, StatusInfo> instanceErrors(Transaction tx, String modelUuid);

    /**
     * Replaces one status of an existing machine; writing what is already there changes nothing, its time included
     * ({@code provisioner.md} section 6). Which values are allowed is the caller's business.
     */
    void setStatus(Transaction tx, String modelUuid, StatusKind kind, MachineId id, StatusInfo status);

    /** Adds a machine: alive, pending, with the next free id. The parent of a container must exist and be alive. */
    MachineId add(Transaction tx, String modelUuid, NewMachine machine);

    /**
     * Records the instance and the nonce of a machine.
     *
     * @throws io.facet.core.FacetException with the texts of {@code provisioner.md} 5.1 rows 5 to 7
     */
    void setInstance(Transaction tx, String modelUuid, MachineId id, String nonce, Instance instance);

    /**
     * Forgets the instance of a machine and the nonce that came with it, so that another can be started; a machine
     * without an instance stays as it is.
     *
     * @throws io.facet.core.FacetException {@code machine <id> not found}
     */
    void clearInstance(Transaction tx, String modelUuid, MachineId id);

    /**
     * Sets the nonce that the agent of an existing machine must present, without recording an instance. For agents that
     * an operator sets up by hand; a provisioner hands nonce and instance over together.
     */
    void setNonce(Transaction tx, String modelUuid, MachineId id, String nonce);

    /**
     * Replaces the list of applied LXD profiles of a provisioned machine; an empty list changes nothing.
     *
     * @throws io.facet.core.FacetException {@code machine <id> not found}; {@code machine "machine-<id>" not provisioned}
     */
    void setCharmProfiles(Transaction tx, String modelUuid, MachineId id, List<String> profiles);

    /** Sets whether the cloud instance stays when the machine goes. */
    void setKeepInstance(Transaction tx, String modelUuid, MachineId id, boolean keep);

    /**
     * Records which container types a machine supports; none, if the list is empty. Direct containers of another type
     * that are still pending get the status {@code error} ({@code provisioner.md} section 5).
     *
     * @throws io.facet.core.FacetException {@code "none" is not a valid container type}; {@code not found or dead}, if the
     *     machine is dead and the list new
     */
    void setSupportedContainers(Transaction tx, String modelUuid, MachineId id, List<String> types);

    /** Moves life forward; moving to the present life changes nothing, moving back is refused. */
    void setLife(Transaction tx, String modelUuid, MachineId id, Life life);

    /**
     * Adds a removal record to a dead machine; a machine that has one stays as it is. A sweep of this service completes
     * the removal.
     *
     * @throws io.facet.core.FacetException {@code cannot remove machine <id>: machine is not dead}
     */
    void markForRemoval(Transaction tx, String modelUuid, MachineId id);

    /** Deletes machines with all that this service and the {@link MachineParticipant participants} hold of them. */
    void remove(Transaction tx, String modelUuid, Collection<MachineId> ids);

    /** Takes over machines from a model description, hosts before their containers. */
    void importMachines(Transaction tx, String modelUuid, Collection<ImportedMachine> machines);

    /** The next numbers to hand out, by the names of {@link #importSequences}; a sequence that was never used is absent. */
    Map<String, Long> sequences(Transaction tx, String modelUuid);

    /**
     * Takes over the sequences of a model description that concern machines.
     *
     * @param sequences next number by name: {@code machine}, {@code machine<parent><type>Container}
     */
    void importSequences(Transaction tx, String modelUuid, Map<String, Long> sequences);
}
