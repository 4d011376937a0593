// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.access.api.AccessService;
import io.facet.agentprovisioner.api.AgentProvisionerService;
import io.facet.application.api.ApplicationService;
import io.facet.cloud.api.CloudService;
import io.facet.controller.api.ControllerService;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import io.facet.model.api.ModelService;
import io.facet.network.api.NetworkService;
import io.facet.provisioning.api.CharmProfile;
import io.facet.provisioning.api.ContainerSetup;
import io.facet.provisioning.api.ContainerSupport;
import io.facet.provisioning.api.DestroyedMachine;
import io.facet.provisioning.api.FailedMachine;
import io.facet.provisioning.api.InstanceReport;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.PasswordChange;
import io.facet.provisioning.api.ProfileChange;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.provisioning.api.StatusChange;
import io.facet.provisioning.api.TopologyRule;
import io.facet.storage.api.StorageService;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Puts the services together. They may be exchanged at any time, so each operation reads its references once. */
@Component(immediate = true)
public final class ProvisioningServiceImpl implements ProvisioningService {

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile MachineService machines;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ApplicationService applications;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile NetworkService network;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile StorageService storage;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile CloudImageMetadataService images;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ControllerService controller;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile CloudService clouds;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AccessService access;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AgentProvisionerService agentProvisioner;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile KeyUpdaterService keys;

    private final Clock clock = Clock.systemUTC();

    /** For Declarative Services, which sets the references. */
    public ProvisioningServiceImpl() {}

    /** On the given services, without a container. */
    public ProvisioningServiceImpl(Services services) {
        models = services.models();
        machines = services.machines();
        applications = services.applications();
        network = services.network();
        storage = services.storage();
        images = services.images();
        controller = services.controller();
        clouds = services.clouds();
        access = services.access();
        agentProvisioner = services.agentProvisioner();
        keys = services.keys();
    }

    private Services services() {
        return new Services(
                present(models, "model"),
                present(machines, "machine"),
                present(applications, "application"),
                present(network, "network"),
                present(storage, "storage"),
                present(images, "image metadata"),
                present(controller, "controller"),
                present(clouds, "cloud"),
                present(access, "access"),
                present(agentProvisioner, "agent provisioner"),
                present(keys, "key updater"));
    }

    private static <T> T present(T service, String name) {
        if (service == null) {
            throw new FacetException(ErrorCode.TRY_AGAIN, "the " + name + " service is being exchanged; try again");
        }
        return service;
    }

    @Override
    public CompletionStage<List<Outcome<ProvisioningInfo>>> provisioningInfo(
            Store store, String modelUuid, List<MachineId> machines, TopologyRule rule) {
        return new ImageLookup(services(), store, modelUuid, rule).provisioningInfo(machines);
    }

    @Override
    public List<Optional<FacetException>> recordInstances(
            Transaction tx, String modelUuid, List<InstanceReport> reports) {
        return new InstanceReports(services()).record(tx, modelUuid, reports);
    }

    @Override
    public List<Optional<FacetException>> setStatuses(
            Transaction tx, String modelUuid, StatusKind kind, List<StatusChange> changes) {
        return new Statuses(services(), clock).set(tx, modelUuid, kind, changes);
    }

    @Override
    public List<Optional<FacetException>> setPasswords(Transaction tx, String modelUuid, List<PasswordChange> changes) {
        return new Passwords(services()).set(tx, modelUuid, changes);
    }

    @Override
    public List<Optional<FacetException>> ensureDead(Transaction tx, String modelUuid, List<MachineId> machines) {
        return new MachineEnd(services()).ensureDead(tx, modelUuid, machines);
    }

    @Override
    public List<Optional<FacetException>> markForRemoval(Transaction tx, String modelUuid, List<MachineId> machines) {
        return new MachineEnd(services()).markForRemoval(tx, modelUuid, machines);
    }

    @Override
    public List<Optional<FacetException>> remove(Transaction tx, String modelUuid, List<MachineId> machines) {
        return new MachineEnd(services()).remove(tx, modelUuid, machines);
    }

    @Override
    public List<Outcome<DestroyedMachine>> destroy(
            Transaction tx, String modelUuid, List<MachineId> machines, boolean force, boolean keepInstance) {
        return Destruction.read(services(), tx, modelUuid, machines).destroy(machines, force, keepInstance);
    }

    @Override
    public List<MachineId> retryProvisioning(Transaction tx, String modelUuid, Collection<MachineId> machines) {
        return new Statuses(services(), clock).retry(tx, modelUuid, machines);
    }

    @Override
    public List<Optional<FacetException>> forgetInstances(
            Transaction tx, String modelUuid, List<MachineId> machines, boolean force) {
        Services present = services();
        return Destruction.read(present, tx, modelUuid, machines)
                .forgetInstances(machines, force, new Statuses(present, clock));
    }

    @Override
    public List<FailedMachine> machinesWithTransientErrors(Transaction tx, String modelUuid) {
        return new Statuses(services(), clock).transientErrors(tx, modelUuid);
    }

    @Override
    public List<FailedMachine> machinesWithTransientErrors(
            Transaction tx, String modelUuid, Collection<MachineId> machines) {
        return new Statuses(services(), clock).transientErrors(tx, modelUuid, machines);
    }

    @Override
    public List<Outcome<List<String>>> distributionGroups(Transaction tx, String modelUuid, List<MachineId> machines) {
        return DistributionGroups.read(services(), tx, modelUuid, machines).instanceIds();
    }

    @Override
    public List<Outcome<List<String>>> distributionGroupsByMachineId(
            Transaction tx, String modelUuid, List<MachineId> machines) {
        return DistributionGroups.read(services(), tx, modelUuid, machines).machineIds();
    }

    @Override
    public List<Optional<FacetException>> setCharmProfiles(
            Transaction tx, String modelUuid, List<ProfileChange> changes) {
        MachineService service = services().machines();
        return Entries.each(
                tx, changes, change -> service.setCharmProfiles(tx, modelUuid, change.machine(), change.profiles()));
    }

    @Override
    public List<Optional<FacetException>> setSupportedContainers(
            Transaction tx, String modelUuid, List<ContainerSupport> supported) {
        MachineService service = services().machines();
        return Entries.each(
                tx, supported, entry -> service.setSupportedContainers(tx, modelUuid, entry.machine(), entry.types()));
    }

    @Override
    public List<Outcome<List<CharmProfile>>> containerProfiles(
            Transaction tx, String modelUuid, MachineId host, List<MachineId> containers) {
        return new ContainerProfiles(services()).of(tx, modelUuid, host, containers);
    }

    @Override
    public Map<String, String> containerManagerConfig(Transaction tx, String modelUuid, String containerType) {
        return new ContainerSetups(services()).managerConfig(tx, modelUuid, containerType);
    }

    @Override
    public ContainerSetup containerSetup(Transaction tx, String modelUuid) {
        return new ContainerSetups(services()).of(tx, modelUuid);
    }
}
