// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facet.access.internal.AccessServiceImpl;
import io.facet.access.internal.LoginServiceImpl;
import io.facet.agentbinary.internal.AgentBinaryConfig;
import io.facet.agentbinary.internal.AgentBinaryServiceImpl;
import io.facet.agentprovisioner.internal.AgentProvisionerServiceImpl;
import io.facet.application.internal.ApplicationServiceImpl;
import io.facet.cloud.api.CloudSpec;
import io.facet.cloud.internal.CloudServiceImpl;
import io.facet.controller.internal.ControllerConfig;
import io.facet.controller.internal.ControllerServiceImpl;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Caller;
import io.facet.facade.api.Facade;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.Watch;
import io.facet.facade.provisioner.common.Services;
import io.facet.image.internal.CloudImageMetadataServiceImpl;
import io.facet.keyupdater.internal.KeyUpdaterServiceImpl;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.network.api.NetworkService;
import io.facet.network.internal.BridgePolicyImpl;
import io.facet.network.internal.NetworkServiceImpl;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.provisioning.internal.AgentBinaryFinderImpl;
import io.facet.provisioning.internal.ContainerNetworkServiceImpl;
import io.facet.provisioning.internal.ContainerServices;
import io.facet.provisioning.internal.ProvisioningServiceImpl;
import io.facet.storage.internal.StorageServiceImpl;
import io.facet.store.api.Store;
import io.facet.store.api.TransactionBody;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.rules.ExternalResource;
import org.junit.rules.RuleChain;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import org.osgi.framework.BundleContext;

/** The facade on the real services, on a real store, with a model of its own. */
final class ProvisionerRule implements TestRule {

    static final String MODEL = "6f1c2a3e-0b4d-4c5e-8f60-718293a4b5c6";
    static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678901Z");
    static final Caller CONTROLLER = new Caller("machine-0", Caller.Kind.MACHINE, true);
    static final String DENIED = "{'message':'permission denied','code':'unauthorized access'}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Shapes SHAPES = Shapes.read();

    final StoreRule store = new StoreRule();
    final List<Watch> watches = new ArrayList<>();

    ModelServiceImpl models;
    MachineServiceImpl machines;
    ApplicationServiceImpl applications;
    NetworkServiceImpl network;
    StorageServiceImpl storage;
    CloudImageMetadataServiceImpl images;
    ControllerServiceImpl controller;
    CloudServiceImpl clouds;
    AccessServiceImpl access;
    KeyUpdaterServiceImpl keys;
    ProvisioningServiceImpl provisioning;
    ContainerNetworkServiceImpl containers;

    AgentBinaryServiceImpl agentBinaries;

    private Services services;
    private ProvisionerFacadeV11 facade;

    @Override
    public Statement apply(Statement base, Description description) {
        return RuleChain.outerRule(store)
                .around(new ExternalResource() {
                    @Override
                    protected void before() {
                        start();
                    }

                    @Override
                    protected void after() {
                        agentBinaries.deactivate();
                        machines.deactivate();
                        images.deactivate();
                    }
                })
                .apply(base, description);
    }

    private void start() {
        models = new ModelServiceImpl(store.store(), bundleContext());
        machines = new MachineServiceImpl(store.store(), Clock.systemUTC(), Duration.ofHours(1));
        applications = new ApplicationServiceImpl(store.store());
        network = new NetworkServiceImpl(store.store());
        storage = new StorageServiceImpl(store.store());
        images = new CloudImageMetadataServiceImpl(store.store());
        controller = new ControllerServiceImpl(store.store(), controllerConfig(), Clock.systemUTC());
        clouds = new CloudServiceImpl(store.store());
        access = new AccessServiceImpl(store.store());
        keys = new KeyUpdaterServiceImpl(store.store(), controller);
        machines.bindParticipant(access);
        machines.bindParticipant(storage);
        machines.bindParticipant(network);
        provisioning = provisioningOn(network);
        containers = new ContainerNetworkServiceImpl(new ContainerServices(
                models,
                machines,
                network,
                new BridgePolicyImpl(network),
                clouds,
                new AgentProvisionerServiceImpl(models, clouds)));
        agentBinaries = new AgentBinaryServiceImpl(store.store(), agentBinaryConfig());
        services = servicesOn(store.store(), provisioning);
        facade = new ProvisionerFacadeV11(services);
        addModel(MODEL, "shop");
    }

    /** The services together, on the given network service. */
    ProvisioningServiceImpl provisioningOn(NetworkService network) {
        return new ProvisioningServiceImpl(new io.facet.provisioning.internal.Services(
                models,
                machines,
                applications,
                network,
                storage,
                images,
                controller,
                clouds,
                access,
                new AgentProvisionerServiceImpl(models, clouds),
                keys));
    }

    /** What a facade is made of, which reads and writes in the given store. */
    Services servicesOn(Store store, ProvisioningService provisioning) {
        return new Services(
                store,
                models,
                controller,
                machines,
                provisioning,
                containers,
                new AgentBinaryFinderImpl(this.store.store(), models, clouds, agentBinaries));
    }

    private BundleContext bundleContext() {
        Map<String, String> properties =
                Map.of("karaf.data", store.folder().toString(), "org.osgi.framework.uuid", "this run");
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, args) -> method.getName().equals("getProperty") ? properties.get(args[0]) : null);
    }

    private ControllerConfig controllerConfig() {
        return (ControllerConfig) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ControllerConfig.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "data_dir" -> store.folder().resolve("controller").toString();
                    case "api_addresses" -> new String[] {"10.0.0.5"};
                    default -> method.getDefaultValue();
                });
    }

    private AgentBinaryConfig agentBinaryConfig() {
        return (AgentBinaryConfig) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {AgentBinaryConfig.class},
                (proxy, method, args) -> method.getName().equals("dir")
                        ? store.folder().resolve("agent-binaries").toString()
                        : method.getDefaultValue());
    }

    void addModel(String uuid, String name) {
        store.write(uuid, tx -> {
            models.create(
                    tx,
                    new ModelInfo(uuid, name, "admin", "iaas", "lxd", AgentVersion.parse("4.0-beta5")),
                    Map.of("name", name, "uuid", uuid, "type", "lxd"),
                    false);
            clouds.setCloud(tx, uuid, new CloudSpec("cloud", "lxd", "", ""));
            return null;
        });
    }

    <T> T write(TransactionBody<T> body) {
        return store.write(MODEL, body);
    }

    <T> T read(TransactionBody<T> body) {
        return store.read(body);
    }

    void config(Map<String, Object> config) {
        write(tx -> {
            models.updateConfig(tx, MODEL, config, List.of());
            return null;
        });
    }

    /** Adds alive machines that are not provisioned. */
    void machines(String... ids) {
        Arrays.stream(ids).forEach(id -> machine(id, Life.ALIVE, "", false));
    }

    void machine(String id, Life life) {
        machine(id, life, "", false);
    }

    void machine(String id, Life life, String constraints, boolean provisioned) {
        importMachine(new Machine(
                new MachineId(id),
                life,
                Base.parse("ubuntu@22.04/stable"),
                constraints.isEmpty() ? Constraints.NONE : ConstraintsText.parse(constraints),
                "",
                List.of(Machine.JOB_HOST_UNITS),
                provisioned ? "nonce-" + id : "",
                false,
                Optional.empty(),
                Optional.empty(),
                provisioned
                        ? Optional.of(new Instance("i-" + id, "", HardwareCharacteristics.UNKNOWN, List.of()))
                        : Optional.empty()));
    }

    void importMachine(Machine machine) {
        write(tx -> {
            machines.importMachines(
                    tx,
                    MODEL,
                    List.of(new ImportedMachine(machine, status("pending"), status("pending"), status("idle"))));
            return null;
        });
    }

    private static StatusInfo status(String value) {
        return new StatusInfo(value, "", Map.of(), THEN);
    }

    Machine machine(String id) {
        MachineId wanted = new MachineId(id);
        return read(tx -> machines.machines(tx, MODEL, List.of(wanted))).get(wanted);
    }

    /** Result of a call by the controller, with double quotes. */
    JsonNode call(String method, String params) {
        return call(CONTROLLER, method, params);
    }

    JsonNode call(Caller caller, String method, String params) {
        return call(context(caller), method, params);
    }

    private JsonNode call(CallContext context, String method, String params) {
        JsonNode answer = answer(facade, context, method, params);
        assertThat(SHAPES.violations(
                        method, answer, SHAPES.methods().get(method).result()))
                .isEmpty();
        return answer;
    }

    /** Result of a call to another version of the facade. */
    JsonNode answer(Facade version, Caller caller, String method, String params) {
        return answer(version, context(caller), method, params);
    }

    private static JsonNode answer(Facade facade, CallContext context, String method, String params) {
        try {
            byte[] result = facade.call(context, method, quoted(params).getBytes(UTF_8))
                    .toCompletableFuture()
                    .join();
            return JSON.readTree(result);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The whole-call error of a call, as {@code message [code]}. */
    String refusal(Caller caller, String method, String params) {
        return refusal(context(caller), method, params);
    }

    /** As {@link #refusal(String, String)}, on a connection to another model. */
    String refusalOn(String modelUuid, String method, String params) {
        return refusal(context(CONTROLLER, modelUuid), method, params);
    }

    /** As {@link #refusal(String, String)}, of another version of the facade. */
    String refusal(Facade version, String method, String params) {
        return refusal(() -> answer(version, CONTROLLER, method, params));
    }

    private String refusal(CallContext context, String method, String params) {
        return refusal(() -> call(context, method, params));
    }

    private static String refusal(Supplier<JsonNode> call) {
        try {
            return "no error: " + call.get();
        } catch (FacadeException e) {
            return e.getMessage() + " [" + e.code() + "]";
        }
    }

    String refusal(String method, String params) {
        return refusal(CONTROLLER, method, params);
    }

    CallContext context(Caller caller) {
        return context(caller, MODEL);
    }

    private CallContext context(Caller caller, String modelUuid) {
        return new CallContext() {
            @Override
            public Caller caller() {
                return caller;
            }

            @Override
            public String modelUuid() {
                return modelUuid;
            }

            @Override
            public String watch(Watch watch) {
                watches.add(watch);
                return Integer.toString(watches.size());
            }
        };
    }

    /** The login decision on the same services; to be closed. */
    LoginServiceImpl logins() {
        return new LoginServiceImpl(store.store(), store.changes(), controller, models, machines, "4.0-beta5");
    }

    /** The services of the facade, for another version of it. */
    Services services() {
        return services;
    }

    ProvisionerFacadeV11 facade() {
        return facade;
    }

    static Caller agent(String id) {
        return new Caller(new MachineId(id).tag(), Caller.Kind.MACHINE, false);
    }

    /** Parameters naming entities. */
    static String entities(String... tags) {
        StringBuilder list = new StringBuilder();
        for (String tag : tags) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{'tag':'")
                    .append(tag)
                    .append("'}");
        }
        return "{'entities':[" + list + "]}";
    }

    static String error(String message, String code) {
        return "{'message':'" + message + "','code':'" + code + "'}";
    }

    /** Compares JSON, where the expected text is written with single quotes. */
    static void assertJson(JsonNode actual, String expected) {
        try {
            assertThat(actual).isEqualTo(JSON.readTree(quoted(expected)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(expected, e);
        }
    }

    private static String quoted(String singleQuoted) {
        return singleQuoted.replace("\"", "\\\"").replace('\'', '"');
    }
}
