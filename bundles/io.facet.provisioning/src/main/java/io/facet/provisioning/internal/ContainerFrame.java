// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.cloud.api.CloudSpec;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.network.api.HostNetwork;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What every method on containers goes through before its own work ({@code networking.md} 3.1).
 *
 * @param cloud cloud of the model
 * @param host the caller's machine, which hosts the containers
 * @param hostInstance its instance
 * @param network network of the host
 * @param machines the containers asked for, as far as they exist
 */
record ContainerFrame(
        CloudSpec cloud, Machine host, Instance hostInstance, HostNetwork network, Map<MachineId, Machine> machines) {

    private static final String DELAY = "net-bond-reconfigure-delay";
    private static final int DEFAULT_DELAY = 17;
    private static final String MANUAL_NONCE = "manual:";
    private static final String BOOTSTRAP_MACHINE = "0";
    private static final Set<String> MANUAL_CLOUDS = Set.of("manual", "null");

    /**
     * Goes through rows 1 to 6.
     *
     * @throws FacetException for the first that fails
     */
    static ContainerFrame enter(
            ContainerServices services,
            Transaction tx,
            String modelUuid,
            String callerTag,
            List<MachineId> containers) {
        CloudSpec cloud = services.clouds().cloud(tx, modelUuid);
        if (callerTag.isEmpty()) {
            throw FacetException.uncoded("authenticated entity tag is nil");
        }
        MachineId hostId = Tag.parseMachine(callerTag);
        List<MachineId> all = new ArrayList<>(containers);
        all.add(hostId);
        Map<MachineId, Machine> machines = services.machines()
                .machines(tx, modelUuid, all.stream().distinct().toList());
        Machine host = existing(machines, hostId);
        Instance instance = host.instance()
                .orElseThrow(() -> FacetException.notProvisioned("host machine \"" + hostId + "\"")
                        .inContext("cannot prepare container network config"));
        HostNetwork network = services.bridges()
                .hostNetwork(tx, modelUuid, hostId, method(services, tx, modelUuid), delay(services, tx, modelUuid));
        return new ContainerFrame(cloud, host, instance, network, machines);
    }

    private static String method(ContainerServices services, Transaction tx, String modelUuid) {
        try {
            return services.agentProvisioner().containerNetworkingMethod(tx, modelUuid);
        } catch (FacetException e) {
            throw e.inContext("cannot get container networking method");
        }
    }

    private static int delay(ContainerServices services, Transaction tx, String modelUuid) {
        return services.models().config(tx, modelUuid).get(DELAY) instanceof Number seconds
                ? seconds.intValue()
                : DEFAULT_DELAY;
    }

    /** Does the work for each container that exists and is one (rows 8 and 9); access is with the caller. */
    <T> List<Outcome<T>> each(List<MachineId> containers, Function<Machine, T> work) {
        List<Outcome<T>> outcomes = new ArrayList<>(containers.size());
        for (MachineId id : containers) {
            try {
                Machine container = existing(machines, id);
                if (!id.isContainer()) {
                    throw FacetException.uncoded(
                            "cannot prepare network config for \"" + id.tag() + "\": not a container");
                }
                outcomes.add(Outcome.of(work.apply(container)));
            } catch (FacetException e) {
                outcomes.add(Outcome.failed(e));
            }
        }
        return outcomes;
    }

    /** Whether the host was set up by hand, so that no cloud knows it ({@code networking.md} 3.2). */
    boolean isManualHost() {
        return host.nonce().startsWith(MANUAL_NONCE)
                || host.id().value().equals(BOOTSTRAP_MACHINE) && MANUAL_CLOUDS.contains(cloud.type());
    }

    static Machine existing(Map<MachineId, Machine> machines, MachineId id) {
        return Optional.ofNullable(machines.get(id)).orElseThrow(() -> FacetException.notFound("machine " + id));
    }
}
