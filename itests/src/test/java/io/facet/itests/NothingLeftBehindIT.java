// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.client.ApiConnection;
import io.facet.client.provisioner.ProvisionerClient;
import io.facet.itests.fixtures.BundleVariant;
import io.facet.itests.load.ClassHistogram;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.awaitility.core.ThrowingRunnable;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A bundle that served and was replaced or removed leaves nothing behind: no class loader, no service object, no thread.
 * What it served before goes on: the connection and the watchers that were made with it stay.
 */
public class NothingLeftBehindIT extends ControllerTestSupport {

    private static final List<String> PROVIDERS = List.of(
            "io.facet.access",
            "io.facet.agentbinary",
            "io.facet.agentbinary.http",
            "io.facet.agentprovisioner",
            "io.facet.application",
            "io.facet.cloud",
            "io.facet.controller",
            "io.facet.image",
            "io.facet.importer",
            "io.facet.keyupdater",
            "io.facet.machine",
            "io.facet.model",
            "io.facet.network",
            "io.facet.provisioning",
            "io.facet.storage");

    private static final List<Integer> VERSIONS = List.of(9, 10, 11);
    private static final String FACADE = "io.facet.facade.provisioner.v";
    private static final String FEATURE = "facet-provisioner-9";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Object MACHINES = Map.of(
            "entities",
            List.of(
                    Map.of("tag", "machine-" + WebshopModel.PROVISIONED),
                    Map.of("tag", "machine-" + WebshopModel.PENDING)));

    private final ApiSupport api = new ApiSupport();
    private String agentConf;
    private ApiConnection connection;
    private int made;

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void connect() throws Exception {
        importModel();
        agentConf = shell("facet:agent-conf-issue --controller " + WebshopModel.NAME);
        connection = api.connect(agentConf);
    }

    @After
    public void disconnect() {
        connection.close();
        api.close();
    }

    @Test
    public void facadesThatAreUpgradedAndRolledBackLeaveNothing() throws Exception {
        leaveNothing(VERSIONS, version -> {
            String bundle = FACADE + version;
            Path jar = newer(bundle);
            leavesNothing(bundle, () -> shell("facet:facade-upgrade " + jar));
            leavesNothing(bundle, () -> shell("facet:facade-rollback Provisioner " + version));
        });
    }

    @Test
    public void facadeThatIsUninstalledLeavesNothing() throws Exception {
        leaveNothing(List.of(FEATURE, FEATURE), feature -> {
            try {
                leavesNothing(FACADE + 9, () -> shell("feature:uninstall " + feature));
            } finally {
                shell("feature:install " + feature);
            }
        });
    }

    @Test
    public void providersThatAreUpgradedAndRolledBackLeaveNothing() throws Exception {
        leaveNothing(PROVIDERS, bundle -> {
            Path jar = newer(bundle);
            leavesNothing(bundle, () -> shell("facet:service-upgrade " + jar));
            leavesNothing(bundle, () -> shell("facet:service-rollback " + bundle));
        });
    }

    @Test
    public void bundlesThatAreUpdatedInPlaceLeaveNothing() throws Exception {
        leaveNothing(List.of(FACADE + 11, "io.facet.machine", "io.facet.access"), bundle -> {
            Path shipped = shipped(bundle);
            Path jar = newer(bundle);
            leavesNothing(bundle, () -> shell("bundle:update " + bundle + " " + jar.toUri()));
            leavesNothing(bundle, () -> shell("bundle:update " + bundle + " " + shipped.toUri()));
        });
    }

    /** An exchange, there and back. */
    private interface Round<T> {
        void of(T subject) throws Exception;
    }

    /** Makes all rounds; after the first, which may load what was never used before, class loaders get no more. */
    private <T> void leaveNothing(List<T> subjects, Round<T> round) throws Exception {
        round.of(subjects.get(0));
        int before = classLoaders();
        for (T subject : subjects.subList(1, subjects.size())) {
            round.of(subject);
        }
        await("as many class loaders of bundles as before").atMost(SOON).untilAsserted(() -> assertThat(classLoaders())
                .isEqualTo(before));
    }

    /** Uses the bundle as it is, ends it, and waits until nothing of it is left. */
    private void leavesNothing(String bundle, ThrowingRunnable end) throws Exception {
        use();
        List<Trace> traces = traces(bundle);
        assertThat(traces).as("what there is of " + bundle).hasSizeGreaterThan(1);
        try {
            end.run();
        } catch (Throwable e) {
            throw new AssertionError("the end of " + bundle, e);
        }
        await("the end of all that belongs to the old " + bundle).atMost(SOON).untilAsserted(() -> {
            System.gc();
            assertThat(threads(traces)).as("threads of the old " + bundle).isEmpty();
            assertThat(traces).filteredOn(Trace::isThere).isEmpty();
        });
    }

    /** What is held weakly of a bundle: the class loader first. */
    private List<Trace> traces(String symbolicName) throws Exception {
        Bundle bundle = Arrays.stream(bundleContext.getBundles())
                .filter(each -> each.getSymbolicName().equals(symbolicName))
                .reduce((one, other) -> {
                    throw new AssertionError("there are " + one + " and " + other);
                })
                .orElseThrow(() -> new AssertionError("there is no " + symbolicName));
        ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
        List<Trace> traces = new ArrayList<>();
        traces.add(new Trace("class loader", new WeakReference<>(loader)));
        for (ServiceReference<?> reference : bundle.getRegisteredServices()) {
            Object service = bundleContext.getService(reference);
            if (service.getClass().getClassLoader() == loader) {
                traces.add(new Trace(service.getClass().getName(), new WeakReference<>(service)));
            }
            bundleContext.ungetService(reference);
        }
        return traces;
    }

    private record Trace(String name, WeakReference<Object> reference) {
        boolean isThere() {
            return reference.get() != null;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Names of the threads whose class or context class loader is of the bundle. */
    private static List<String> threads(List<Trace> traces) {
        Object loader = traces.get(0).reference().get();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> loader != null
                        && (thread.getContextClassLoader() == loader
                                || thread.getClass().getClassLoader() == loader))
                .map(Thread::getName)
                .toList();
    }

    /** Makes calls that reach every provider, and watchers that stay. */
    private void use() throws Exception {
        importModel();
        // Each login asks for access anew.
        try (ApiConnection other = api.connect(agentConf)) {
            ApiSupport.await(new ProvisionerClient(other).watchModelMachines(changes -> {}));
        }
        ApiSupport.await(new ProvisionerClient(connection).watchModelMachines(changes -> {}));
        for (int version : VERSIONS) {
            for (String method :
                    List.of("Life", "Status", "Constraints", "DistributionGroup", "ProvisioningInfo", "KeepInstance")) {
                call(version, method, MACHINES);
            }
            for (String method : List.of(
                    "ModelConfig",
                    "ControllerConfig",
                    "APIHostPorts",
                    "WatchAPIHostPorts",
                    "WatchForModelConfigChanges",
                    "WatchMachineErrorRetry")) {
                call(version, method, null);
            }
            call(version, "ContainerManagerConfig", Map.of("type", "lxd"));
            call(
                    version,
                    "SetInstanceStatus",
                    Map.of(
                            "entities",
                            List.of(Map.of(
                                    "tag",
                                    "machine-" + WebshopModel.PENDING,
                                    "status",
                                    "allocating",
                                    "info",
                                    "",
                                    "data",
                                    Map.of()))));
        }
    }

    private void call(int version, String method, Object params) {
        ApiSupport.await(connection.call("Provisioner", version, method, params));
    }

    private void importModel() throws Exception {
        shell("facet:model-import --replace " + WebshopModel.file(home()));
    }

    /** A jar of the bundle with a Bundle-Version that is higher than any before. */
    private Path newer(String bundle) throws IOException {
        made++;
        Path directory = Files.createDirectories(dataDirectory().resolve("variants"));
        return BundleVariant.of(shipped(bundle))
                .version("1.1." + made)
                .writeTo(directory.resolve(bundle + "-" + made + ".jar"));
    }

    private static Path shipped(String bundle) throws IOException {
        try (Stream<Path> files = Files.walk(home().resolve("system/io/facet").resolve(bundle))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar of " + bundle));
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("karaf.home"));
    }

    /** By the class histogram of this JVM, which is made after a full garbage collection. */
    private static int classLoaders() throws Exception {
        return new ClassHistogram((String) ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "gcClassHistogram",
                                new Object[] {new String[0]},
                                new String[] {String[].class.getName()}))
                .classLoaders();
    }
}
