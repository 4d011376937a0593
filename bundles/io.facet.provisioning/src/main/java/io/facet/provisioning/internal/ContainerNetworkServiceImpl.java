// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.agentprovisioner.api.AgentProvisionerService;
import io.facet.cloud.api.CloudService;
import io.facet.cloud.api.ContainerInterface;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.network.api.BridgePolicy;
import io.facet.network.api.MissingBridges;
import io.facet.network.api.NetworkService;
import io.facet.network.api.ObservedDevice;
import io.facet.provisioning.api.ContainerNetworkService;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.PreparedContainer;
import io.facet.store.api.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Puts the services together for container networking. Each operation reads its references once. */
@Component(immediate = true)
public final class ContainerNetworkServiceImpl implements ContainerNetworkService {

    private static final Duration CLOUD_PATIENCE = Duration.ofMinutes(1);
    private static final String MANUAL_CLOUD = "manual";

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile MachineService machines;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile NetworkService network;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile BridgePolicy bridges;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile CloudService clouds;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AgentProvisionerService agentProvisioner;

    /** For Declarative Services, which sets the references. */
    public ContainerNetworkServiceImpl() {}

    /** On the given services, without a container. */
    public ContainerNetworkServiceImpl(ContainerServices services) {
        models = services.models();
        machines = services.machines();
        network = services.network();
        bridges = services.bridges();
        clouds = services.clouds();
        agentProvisioner = services.agentProvisioner();
    }

    private ContainerServices services() {
        return new ContainerServices(
                present(models, "model"),
                present(machines, "machine"),
                present(network, "network"),
                present(bridges, "bridge policy"),
                present(clouds, "cloud"),
                present(agentProvisioner, "agent provisioner"));
    }

    private static <T> T present(T service, String name) {
        if (service == null) {
            throw new FacetException(ErrorCode.TRY_AGAIN, "the " + name + " service is being exchanged; try again");
        }
        return service;
    }

    @Override
    public List<Outcome<MissingBridges>> missingBridges(
            Transaction tx, String modelUuid, String callerTag, List<MachineId> containers) {
        return new ContainerPreparation(services()).missingBridges(tx, modelUuid, callerTag, containers);
    }

    @Override
    public List<Outcome<PreparedContainer>> prepare(
            Transaction tx, String modelUuid, String callerTag, List<MachineId> containers, boolean onlyNew) {
        return new ContainerPreparation(services()).prepare(tx, modelUuid, callerTag, containers, onlyNew);
    }

    @Override
    public CompletionStage<List<Outcome<List<ContainerInterface>>>> allocate(
            List<Outcome<PreparedContainer>> prepared) {
        return new AddressAllocation(services().clouds(), CLOUD_PATIENCE).complete(prepared);
    }

    @Override
    public List<Optional<FacetException>> releaseAddresses(
            Transaction tx, String modelUuid, List<MachineId> containers) {
        ContainerServices services = services();
        Map<MachineId, Machine> found = services.machines()
                .machines(tx, modelUuid, containers.stream().distinct().toList());
        List<Optional<FacetException>> failures = new ArrayList<>(containers.size());
        for (MachineId id : containers) {
            failures.add(releaseRefusal(id, found));
        }
        services.network()
                .releaseAddresses(
                        tx,
                        modelUuid,
                        found.keySet().stream().filter(MachineId::isContainer).toList());
        return failures;
    }

    private static Optional<FacetException> releaseRefusal(MachineId id, Map<MachineId, Machine> found) {
        if (!found.containsKey(id)) {
            return Optional.of(FacetException.notFound("machine " + id));
        }
        return id.isContainer()
                ? Optional.empty()
                : Optional.of(FacetException.uncoded(
                        "cannot mark addresses for removal for \"" + id.tag() + "\": not a container"));
    }

    @Override
    public void setObservedConfig(Transaction tx, String modelUuid, MachineId machine, List<ObservedDevice> reported) {
        ContainerServices services = services();
        if (services.machines().machines(tx, modelUuid, List.of(machine)).isEmpty()) {
            throw FacetException.permissionDenied();
        }
        if (reported.isEmpty()) {
            return;
        }
        boolean manual = services.clouds().cloud(tx, modelUuid).type().equalsIgnoreCase(MANUAL_CLOUD);
        services.network().setObservedConfig(tx, modelUuid, machine, reported, manual);
    }
}
