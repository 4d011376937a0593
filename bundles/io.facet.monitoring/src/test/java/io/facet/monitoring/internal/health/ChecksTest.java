// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import static org.apache.felix.hc.api.Result.Status.CRITICAL;
import static org.apache.felix.hc.api.Result.Status.OK;
import static org.apache.felix.hc.api.Result.Status.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.apiserver.api.ApiServer;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.monitoring.internal.DatabaseFake;
import io.facet.monitoring.internal.ServerFake;
import io.facet.store.api.Database;
import io.facet.store.api.Store;
import io.facet.store.testing.StoreRule;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Each check says what is wrong at which point, and what to do. */
public class ChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    @Rule
    public final StoreRule real = new StoreRule();

    private final ServerFake server = new ServerFake();

    private final AtomicInteger asked = new AtomicInteger();
    private CompletableFuture<Long> answer;

    /** Answers every read with {@link #answer}. */
    private final Store fake = (Store) Proxy.newProxyInstance(
            Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("read");
                asked.incrementAndGet();
                return answer;
            });

    private final DatabaseFake database = new DatabaseFake();
    private final Supplier<Optional<ApiServer>> servers = () -> Optional.of(server);
    private final Supplier<Optional<Database>> databases = () -> Optional.of(database);
    private Limits limits = limits(Duration.ofSeconds(5), 200, 100);

    @Test
    public void databaseThatAnswersIsWell() {
        assertThat(run(new DatabaseCheck(() -> Optional.of(real.store()), () -> limits), OK))
                .startsWith("The database answered within ");
    }

    @Test
    public void databaseThatIsAwayIsCritical() {
        assertThat(run(new DatabaseCheck(Optional::empty, () -> limits), CRITICAL))
                .contains("io.facet.store", "etc/org.ops4j.datasource-facet.cfg");
    }

    @Test
    public void databaseThatFailsIsCriticalAndOneThatIsBusyWarns() {
        HealthCheck check = new DatabaseCheck(() -> Optional.of(fake), () -> limits);
        answer = CompletableFuture.failedFuture(new IllegalStateException("disk I/O error"));
        assertThat(run(check, CRITICAL)).endsWith("does not answer: disk I/O error");

        answer = CompletableFuture.failedFuture(new FacetException(ErrorCode.TRY_AGAIN, "too many reads wait"));
        assertThat(run(check, WARN)).contains("too many reads wait");
    }

    @Test
    public void databaseThatHangsIsAskedOnceUntilItAnswers() {
        limits = limits(Duration.ofMillis(20), 200, 100);
        HealthCheck check = new DatabaseCheck(() -> Optional.of(fake), () -> limits);
        answer = new CompletableFuture<>();

        assertThat(run(check, CRITICAL)).isEqualTo("The database did not answer within 20 ms.");
        run(check, CRITICAL);
        assertThat(asked).hasValue(1);

        answer.complete(0L);
        run(check, OK);
        assertThat(asked).hasValue(2);
    }

    @Test
    public void changesThatWaitTooLongAreTold() {
        HealthCheck check = new ChangeStreamCheck(databases, () -> limits);
        assertThat(run(check, OK)).isEqualTo("Watchers were told of every change.");

        database.behind = 12;
        database.lag = Duration.ofMillis(1_999);
        assertThat(run(check, OK)).startsWith("12 changes wait").contains("1999 ms");
        database.lag = Duration.ofSeconds(2);
        run(check, WARN);
        database.lag = Duration.ofSeconds(30);
        run(check, CRITICAL);
        assertThat(run(new ChangeStreamCheck(Optional::empty, () -> limits), CRITICAL))
                .contains("io.facet.store");
    }

    @Test
    public void diskIsMeasuredAgainstTheLimits() throws Exception {
        Path data = directory.getRoot().toPath();
        long free = Files.getFileStore(data).getUsableSpace();
        HealthCheck check = new DiskCheck(data, () -> limits);

        limits = limits(Duration.ofSeconds(5), free / 2, free / 4);
        assertThat(run(check, OK)).contains(" MiB are free in the data directory " + data);
        limits = limits(Duration.ofSeconds(5), free * 2, free / 2);
        run(check, WARN);
        limits = limits(Duration.ofSeconds(5), free * 4, free * 2);
        run(check, CRITICAL);
        assertThat(run(new DiskCheck(data.resolve("gone"), () -> limits), CRITICAL))
                .contains("cannot be looked at");
    }

    @Test
    public void certificateIsToldInTime() {
        HealthCheck check = new CertificateCheck(servers, () -> limits, Clock.fixed(NOW, ZoneOffset.UTC));

        server.expiry = Optional.of(NOW.plus(Duration.ofDays(30)));
        assertThat(run(check, OK)).contains("expires in 30 days, at 2026-12-27T00:00:00Z");
        server.expiry = Optional.of(NOW.plus(Duration.ofDays(30)).minusSeconds(1));
        run(check, WARN);
        server.expiry = Optional.of(NOW.plus(Duration.ofDays(6)));
        run(check, CRITICAL);
        server.expiry = Optional.of(NOW.minusSeconds(1));
        assertThat(run(check, CRITICAL)).contains("expired at 2026-11-26T23:59:59Z");
        server.expiry = Optional.empty();
        assertThat(run(check, CRITICAL)).contains("certificate.file in etc/io.facet.apiserver.cfg");
    }

    @Test
    public void stallsOfEventLoopsAreTold() {
        HealthCheck check = new EventLoopsCheck(servers, () -> limits);
        server.stall = Duration.ofMillis(499);
        assertThat(run(check, OK)).contains("499 ms");
        server.stall = Duration.ofMillis(500);
        run(check, WARN);
        server.stall = Duration.ofSeconds(5);
        run(check, CRITICAL);
        assertThat(run(new EventLoopsCheck(Optional::empty, () -> limits), CRITICAL))
                .contains("io.facet.apiserver");
    }

    @Test
    public void facadeThatIsInstalledAndNotServedWarns() {
        HealthCheck check = new FacadesCheck(servers);
        assertThat(run(check, OK)).isEqualTo("Served: Provisioner 10, Provisioner 11.");

        server.facades = List.of(ServerFake.facade(10, true, ""), ServerFake.facade(11, false, "its probe fails"));
        assertThat(run(check, WARN))
                .isEqualTo("Installed but not served: Provisioner 11 (io.facet.v11: its probe fails).");

        // Beside the one that serves, another waits for its turn.
        server.facades = List.of(ServerFake.facade(11, false, "held"), ServerFake.facade(11, true, ""));
        run(check, OK);
    }

    @Test
    public void noFacadeThatIsServedIsCritical() {
        HealthCheck check = new FacadesCheck(servers);
        server.facades = List.of(ServerFake.facade(11, false, ""));
        assertThat(run(check, CRITICAL)).isEqualTo("No facade is served: Provisioner 11.");
        server.facades = List.of();
        assertThat(run(check, CRITICAL)).contains("feature:install facet-provisioner-11");
        assertThat(run(new FacadesCheck(Optional::empty), CRITICAL)).contains("io.facet.apiserver");
    }

    @Test
    public void componentThatFailsIsToldWithItsReason() {
        Map<ComponentDescriptionDTO, ComponentConfigurationDTO> all = new LinkedHashMap<>();
        add(all, "io.facet.machine", "MachineServiceImpl", ComponentConfigurationDTO.ACTIVE);
        add(all, "org.example", "Foreign", ComponentConfigurationDTO.FAILED_ACTIVATION);
        HealthCheck check = new ComponentsCheck(runtime(all));
        assertThat(run(check, OK)).isEqualTo("1 components are up.");

        ComponentConfigurationDTO waits =
                add(all, "io.facet.image", "ImageServiceImpl", ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
        missing.name = "store";
        waits.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};
        assertThat(run(check, WARN)).isEqualTo("for io.facet.store.api.Store waits io.facet.image (ImageServiceImpl).");

        add(all, "io.facet.store", "StoreProvider", ComponentConfigurationDTO.FAILED_ACTIVATION).failure =
                "java.lang.reflect.InvocationTargetException\n\tat x.y\n"
                        + "Caused by: java.lang.IllegalArgumentException: reader.threads has to be positive, not 0\n\tat y.z";
        assertThat(run(check, CRITICAL))
                .startsWith("io.facet.store (StoreProvider) failed: reader.threads has to be positive, not 0; for ");
    }

    @Test
    public void portThatIsTakenWarns() {
        assertThat(run(new EndpointCheck(() -> Optional.of("Address already in use."), () -> ""), WARN))
                .isEqualTo("Address already in use.");
        assertThat(run(new EndpointCheck(Optional::empty, () -> "Served."), OK)).isEqualTo("Served.");
    }

    private static ComponentConfigurationDTO add(
            Map<ComponentDescriptionDTO, ComponentConfigurationDTO> all, String bundle, String type, int state) {
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.bundle = new BundleDTO();
        description.bundle.symbolicName = bundle;
        description.implementationClass = bundle + ".internal." + type;
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "store";
        reference.interfaceName = "io.facet.store.api.Store";
        description.references = new ReferenceDTO[] {reference};
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.description = description;
        configuration.state = state;
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
        all.put(description, configuration);
        return configuration;
    }

    private static ServiceComponentRuntime runtime(Map<ComponentDescriptionDTO, ComponentConfigurationDTO> all) {
        return (ServiceComponentRuntime) Proxy.newProxyInstance(
                ServiceComponentRuntime.class.getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getComponentDescriptionDTOs" -> (Collection<?>) all.keySet();
                    case "getComponentConfigurationDTOs" -> List.of(all.get(arguments[0]));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Limits limits(Duration timeout, long diskWarn, long diskCritical) {
        return new Limits(
                timeout,
                diskWarn,
                diskCritical,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofDays(30),
                Duration.ofDays(7),
                Duration.ofMillis(500),
                Duration.ofSeconds(5));
    }

    /** The message of a check that has to come to a status. */
    private static String run(HealthCheck check, Result.Status expected) {
        Result result = check.execute();
        String message = result.iterator().next().getMessage();
        assertThat(result.getStatus()).as(message).isEqualTo(expected);
        return message;
    }
}
