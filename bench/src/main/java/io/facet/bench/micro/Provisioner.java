// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import io.facet.access.internal.AccessServiceImpl;
import io.facet.agentbinary.internal.AgentBinaryConfig;
import io.facet.agentbinary.internal.AgentBinaryServiceImpl;
import io.facet.agentprovisioner.internal.AgentProvisionerServiceImpl;
import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.application.internal.ApplicationServiceImpl;
import io.facet.cloud.api.CloudSpec;
import io.facet.cloud.internal.CloudServiceImpl;
import io.facet.controller.internal.ControllerConfig;
import io.facet.controller.internal.ControllerServiceImpl;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Caller;
import io.facet.facade.api.Facade;
import io.facet.facade.api.Watch;
import io.facet.facade.provisioner.common.Services;
import io.facet.facade.provisioner.v11.internal.ProvisionerFacadeV11;
import io.facet.image.internal.CloudImageMetadataServiceImpl;
import io.facet.keyupdater.internal.KeyUpdaterServiceImpl;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Machine;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.network.internal.BridgePolicyImpl;
import io.facet.network.internal.NetworkServiceImpl;
import io.facet.provisioning.internal.AgentBinaryFinderImpl;
import io.facet.provisioning.internal.ContainerNetworkServiceImpl;
import io.facet.provisioning.internal.ContainerServices;
import io.facet.provisioning.internal.ProvisioningServiceImpl;
import io.facet.storage.internal.StorageServiceImpl;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.osgi.framework.BundleContext;

/**
 * Version 11 of the Provisioner facade on the real services and a real store, with a model whose machines wait to be
 * started: each has constraints, and a unit whose endpoints are bound to spaces with subnets in several zones.
 */
final class Provisioner implements AutoCloseable {

    private static final String MODEL = "6f1c2a3e-0b4d-4c5e-8f60-718293a4b5c6";
    private static final String APPLICATION = "ledger";

    private final StoreDirectory directory = new StoreDirectory();
    private final ModelServiceImpl models;
    private final MachineServiceImpl machines;
    private final ApplicationServiceImpl applications;
    private final NetworkServiceImpl network;
    private final CloudImageMetadataServiceImpl images;
    private final CloudServiceImpl clouds;
    private final AgentBinaryServiceImpl agentBinaries;
    private final Facade facade;

    /** @param count how many machines the model has */
    Provisioner(int count) throws IOException {
        Store store = directory.store();
        models = new ModelServiceImpl(store, bundleContext());
        machines = new MachineServiceImpl(store, Clock.systemUTC(), Duration.ofHours(1));
        applications = new ApplicationServiceImpl(store);
        network = new NetworkServiceImpl(store);
        images = new CloudImageMetadataServiceImpl(store);
        clouds = new CloudServiceImpl(store);
        agentBinaries = new AgentBinaryServiceImpl(
                store, Defaults.of(AgentBinaryConfig.class, Map.of("dir", file("agent-binaries"))));
        StorageServiceImpl storage = new StorageServiceImpl(store);
        AccessServiceImpl access = new AccessServiceImpl(store);
        machines.bindParticipant(access);
        machines.bindParticipant(storage);
        machines.bindParticipant(network);
        ControllerServiceImpl controller = new ControllerServiceImpl(
                store,
                Defaults.of(
                        ControllerConfig.class,
                        Map.of("data_dir", file("controller"), "api_addresses", new String[] {"10.0.0.5"})),
                Clock.systemUTC());
        AgentProvisionerServiceImpl agentProvisioner = new AgentProvisionerServiceImpl(models, clouds);
        facade = new ProvisionerFacadeV11(new Services(
                store,
                models,
                controller,
                machines,
                new ProvisioningServiceImpl(new io.facet.provisioning.internal.Services(
                        models,
                        machines,
                        applications,
                        network,
                        storage,
                        images,
                        controller,
                        clouds,
                        access,
                        agentProvisioner,
                        new KeyUpdaterServiceImpl(store, controller))),
                new ContainerNetworkServiceImpl(new ContainerServices(
                        models, machines, network, new BridgePolicyImpl(network), clouds, agentProvisioner)),
                new AgentBinaryFinderImpl(store, models, clouds, agentBinaries)));
        store.write(MODEL, tx -> fill(tx, count)).toCompletableFuture().join();
    }

    private String file(String name) {
        return directory.path().resolve(name).toString();
    }

    /** As much of the framework as the model service asks for. */
    private BundleContext bundleContext() {
        Map<String, String> properties = Map.of("karaf.data", file("data"), "org.osgi.framework.uuid", "bench");
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getProperty") ? properties.get(arguments[0]) : null);
    }

    private Void fill(Transaction tx, int count) throws Exception {
        models.create(
                tx,
                new ModelInfo(MODEL, "shop", "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5")),
                Map.of("name", "shop", "uuid", MODEL, "type", "maas", "resource-tags", "team=red"),
                false);
        clouds.setCloud(tx, MODEL, new CloudSpec("lab", "maas", "", ""));
        network.importSpaces(tx, MODEL, List.of(new Space("c1", "corp", "sp-1"), new Space("c2", "stor", "sp-2")));
        network.importSubnets(
                tx,
                MODEL,
                List.of(
                        subnet("s0", "10.5.0.0/24", Space.ALPHA_ID, "rack-a"),
                        subnet("s1", "172.21.8.0/24", "c1", "rack-a"),
                        subnet("s2", "172.21.9.0/24", "c1", "rack-b", "rack-c"),
                        subnet("s3", "10.66.0.0/16", "c2", "rack-a")));
        applications.importApplications(
                tx,
                MODEL,
                List.of(new Application(
                        APPLICATION,
                        "ch:ledger-1",
                        1,
                        false,
                        Constraints.NONE,
                        Map.of("", Space.ALPHA_ID, "api", "c1", "cache", "c2"),
                        Optional.empty())));
        machines.importMachines(
                tx,
                MODEL,
                IntStream.range(0, count).mapToObj(Provisioner::machine).toList());
        applications.importUnits(
                tx,
                MODEL,
                IntStream.range(0, count)
                        .mapToObj(i -> new Unit(
                                APPLICATION + "/" + i,
                                APPLICATION,
                                Optional.of(new MachineId(Integer.toString(i))),
                                Optional.empty()))
                        .toList());
        return null;
    }

    private static Subnet subnet(String id, String cidr, String space, String... zones) {
        return new Subnet(id, cidr, "net-" + id, "", 0, List.of(zones), space);
    }

    private static ImportedMachine machine(int number) {
        StatusInfo pending = new StatusInfo("pending", "", Map.of(), Instant.EPOCH);
        return new ImportedMachine(
                new Machine(
                        new MachineId(Integer.toString(number)),
                        Life.ALIVE,
                        Base.parse("ubuntu@24.04/stable"),
                        ConstraintsText.parse("arch=amd64 cores=4 mem=8192M spaces=stor"),
                        "",
                        List.of(Machine.JOB_HOST_UNITS),
                        "",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                pending,
                pending,
                pending);
    }

    /** The result of a call by the controller's agent, JSON text. */
    byte[] call(String method, byte[] params) {
        return facade.call(new ControllerAgent(), method, params)
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() throws IOException {
        agentBinaries.deactivate();
        machines.deactivate();
        images.deactivate();
        directory.close();
    }

    private record ControllerAgent() implements CallContext {

        private static final Caller CALLER = new Caller("machine-0", Caller.Kind.MACHINE, true);

        @Override
        public Caller caller() {
            return CALLER;
        }

        @Override
        public String modelUuid() {
            return MODEL;
        }

        @Override
        public String watch(Watch watch) {
            throw new IllegalStateException("nothing is watched here");
        }
    }
}
