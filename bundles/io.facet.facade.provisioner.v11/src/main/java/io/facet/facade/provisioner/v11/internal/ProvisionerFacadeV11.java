// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.controller.api.ControllerService;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Facade;
import io.facet.facade.api.FacadeVersion;
import io.facet.facade.provisioner.common.MethodTable;
import io.facet.facade.provisioner.common.Services;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.provisioning.api.AgentBinaryFinder;
import io.facet.provisioning.api.ContainerNetworkService;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.store.api.Store;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Version 11 of the Provisioner facade. Services may be exchanged while calls run, so each call reads them once. */
@Component(immediate = true)
@FacadeVersion(name = "Provisioner", version = 11, model_types = "iaas")
public final class ProvisionerFacadeV11 implements Facade {

    private final MethodTable methods = MethodTable.version11();

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile Store store;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ControllerService controller;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile MachineService machines;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ProvisioningService provisioning;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ContainerNetworkService containers;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AgentBinaryFinder agentBinaries;

    /** For Declarative Services, which sets the references. */
    public ProvisionerFacadeV11() {}

    ProvisionerFacadeV11(Services services) {
        store = services.store();
        models = services.models();
        controller = services.controller();
        machines = services.machines();
        provisioning = services.provisioning();
        containers = services.containers();
        agentBinaries = services.agentBinaries();
    }

    @Override
    public Set<String> methods() {
        return methods.names();
    }

    @Override
    public CompletionStage<byte[]> call(CallContext call, String method, byte[] params) {
        return methods.call(call, this::services, method, params);
    }

    @Override
    public CompletionStage<Void> probe() {
        return CompletableFuture.completedFuture(null);
    }

    private Services services() {
        return new Services(store, models, controller, machines, provisioning, containers, agentBinaries);
    }
}
