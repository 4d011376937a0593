// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.controller.api.ControllerService;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Facade;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.provisioning.api.AgentBinaryFinder;
import io.facet.provisioning.api.ContainerNetworkService;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.store.api.Store;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Reference;

/**
 * What the component of each version is, but for its methods. Services may be exchanged while calls run, so each call reads
 * them once. The references are protected because Declarative Services sets no private field of a superclass.
 */
public abstract class ProvisionerFacade implements Facade {

    private final MethodTable methods;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    protected volatile Store store;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    protected volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    protected volatile ControllerService controller;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    protected volatile MachineService machines;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    protected volatile ProvisioningService provisioning;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    protected volatile ContainerNetworkService containers;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    protected volatile AgentBinaryFinder agentBinaries;

    /** For Declarative Services, which sets the references. */
    protected ProvisionerFacade(MethodTable methods) {
        this.methods = methods;
    }

    /** On the given services, without a container. */
    protected ProvisionerFacade(MethodTable methods, Services services) {
        this(methods);
        store = services.store();
        models = services.models();
        controller = services.controller();
        machines = services.machines();
        provisioning = services.provisioning();
        containers = services.containers();
        agentBinaries = services.agentBinaries();
    }

    @Override
    public final Set<String> methods() {
        return methods.names();
    }

    @Override
    public final Set<String> readOnlyMethods() {
        return methods.readOnlyNames();
    }

    @Override
    public final CompletionStage<byte[]> call(CallContext call, String method, byte[] params) {
        return methods.call(call, this::services, method, params);
    }

    @Override
    public final CompletionStage<Void> probe() {
        return methods.probe(this::services);
    }

    private Services services() {
        return new Services(store, models, controller, machines, provisioning, containers, agentBinaries);
    }
}
