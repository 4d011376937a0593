// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.client.ApiConnection;
import io.facet.monitoring.api.HealthMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.ObjectName;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** Health and metrics tell what really happens, and whatever happens to them hurts nobody else. */
public class MonitoringIT extends ControllerTestSupport {

    private static final String BUNDLE = "io.facet.monitoring";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern SERVED = Pattern.compile("are served at 127\\.0\\.0\\.1:(\\d+)");
    private static final String LIFE_CALLS =
            "facet_calls_seconds_count{facade=\"Provisioner\",method=\"Life\",outcome=\"ok\",version=\"11\"} ";
    private static final String LIFE_BEAN = "io.facet:type=Metrics,name=facet.calls,facade=\"Provisioner\","
            + "method=\"Life\",outcome=\"ok\",version=\"11\"";

    private final ApiSupport api = new ApiSupport();
    private final HttpClient client = ControllerProcess.client();
    private String agentConf;
    private ApiConnection connection;

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void importModelAndLogIn() throws Exception {
        set("check.interval.ms", "1000");
        await("the first run of the checks").atMost(SOON).until(() -> port() > 0);
        shell("facet:model-import --replace " + WebshopModel.file(Path.of(System.getProperty("karaf.home"))));
        agentConf = shell("facet:agent-conf-issue --controller " + WebshopModel.NAME);
        connection = api.connect(agentConf);
    }

    @After
    public void disconnect() throws Exception {
        connection.close();
        api.close();
        shell("config:property-delete -p " + BUNDLE + " check.interval.ms");
    }

    @Test
    public void tenCallsOverTheWireAreTenCallsInTheMetrics() throws Exception {
        life();
        double before = metric(LIFE_CALLS);
        for (int i = 0; i < 10; i++) {
            life();
        }
        await("ten more").atMost(SOON).until(() -> metric(LIFE_CALLS) == before + 10);
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(ObjectName.getInstance(LIFE_BEAN), "Count"))
                .isEqualTo(before + 10);

        String text = get("/metrics").body();
        assertThat(value(text, "facet_logins_seconds_count{kind=\"machine\",outcome=\"ok\"} "))
                .isPositive();
        assertThat(value(text, "facet_received_bytes_total ")).isPositive();
        assertThat(value(text, "facet_database_commits_total ")).isPositive();
        assertThat(value(text, "facet_database_size_bytes ")).isPositive();
        assertThat(value(text, "facet_certificate_expiry_timestamp_seconds ")).isPositive();
        assertThat(value(text, "facet_facade_serving{facade=\"Provisioner\",version=\"9\"} "))
                .isEqualTo(1);
        assertThat(value(text, "facet_health_check_status{check=\"components\"} "))
                .isZero();
        assertThat(text).contains("jvm_memory_used_bytes{area=\"heap\"");
        await("the connection").atMost(SOON).until(() -> metric("facet_connections_logged_in ") >= 1);
    }

    @Test
    public void callsGoOnWhileTheJdkRecordsTheController() throws Exception {
        try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            recording.start();
            life();
            assertThat(shell("facet:model-list")).contains(WebshopModel.NAME);
        }
    }

    @Test
    public void controllerIsNotReadyWithoutItsDatabaseAndReadyWithItAgain() throws Exception {
        await("all well")
                .atMost(SOON)
                .until(() -> get("/health").statusCode() == 200 && apiHealth().equals("running\n"));
        assertThat(shell("facet:health")).contains("database", "components", "event-loops");

        Bundle store = bundle("io.facet.store");
        store.stop();
        try {
            await("not ready").atMost(SOON).until(() -> apiHealth().equals("starting\n"));
            await("critical").atMost(SOON).until(() -> get("/health").statusCode() == 503);
            assertThat(get("/metrics").body()).contains("facet_ready 0").doesNotContain("facet_database_");
            assertThatThrownBy(() -> shell("facet:health")).hasStackTraceContaining("Critical: ");
        } finally {
            store.start();
        }
        await("ready again").atMost(SOON).until(() -> apiHealth().equals("running\n"));
        await("well again").atMost(SOON).until(() -> get("/health").statusCode() == 200);
        await("a call").atMost(SOON).ignoreExceptions().until(() -> life().contains("alive"));
        assertThat(connection.closed().toCompletableFuture()).isNotDone();
    }

    @Test
    public void settingsAreAppliedLiveAndWrongOnesAreNot() throws Exception {
        int before = port();
        int other = FreePorts.allocate(1).number(0);
        set("http.port", Integer.toString(other));
        try {
            await("the other port").atMost(SOON).until(() -> port() == other);
            assertThat(get("/health").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(before, "/health")).isInstanceOf(ConnectException.class);

            set("disk.critical.free.mib", "2147483648");
            set("disk.warn.free.mib", "1073741824");
            set("lag.warn.ms", "0");
            assertThat(get("/health").statusCode())
                    .as("with settings that are wrong")
                    .isEqualTo(200);
            set("lag.warn.ms", "2000");
            set("disk.critical.free.mib", "1073741824");
            await("the disk to be critical")
                    .atMost(SOON)
                    .until(() -> get("/health").statusCode() == 503);
            assertThat(apiHealth()).as("what clients are told").isEqualTo("running\n");
        } finally {
            for (String key : List.of("disk.critical.free.mib", "disk.warn.free.mib", "lag.warn.ms")) {
                shell("config:property-delete -p " + BUNDLE + " " + key);
            }
            set("http.port", "0");
        }
        await("the disk to be well").atMost(SOON).until(() -> get("/health").statusCode() == 200);
    }

    @Test
    public void portThatIsTakenIsToldAndTriedAgain() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            set("http.port", Integer.toString(port));
            await("the warning").atMost(SOON).until(() -> shell("facet:health --no-format")
                    .contains("monitoring\twarn\t"));
            assertThat(shell("facet:health")).contains("Address already in use");
            assertThat(apiHealth()).isEqualTo("running\n");
        }
        try {
            await("the port, now that it is free").atMost(SOON).until(() -> port() == port);
            assertThat(get("/health").statusCode()).isEqualTo(200);
        } finally {
            set("http.port", "0");
        }
    }

    @Test
    public void superuserReadsThemOnThePortOfTheApi() throws Exception {
        String password = Files.readString(dataDirectory().resolve("facet/admin-password"))
                .strip();
        HttpResponse<String> health = introspect("health", "user-admin", password);
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"check\":\"database\"");
        assertThat(introspect("metrics", "user-admin", password).body()).contains("facet_ready 1");
        assertThat(introspect("health", "user-admin", "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    public void bundleThatIsReplacedLeavesNothingAndNobodyNotices() throws Exception {
        Bundle bundle = bundle(BUNDLE);
        life();
        get("/metrics");
        bundle.stop();
        assertThat(apiHealth()).isEqualTo("running\n");
        assertThat(life()).contains("alive");
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(ObjectName.getInstance("io.facet:type=Metrics,*"), null))
                .isEmpty();
        await("the end of its threads").atMost(SOON).until(() -> threads().isEmpty());
        assertThatThrownBy(() -> shell("facet:health")).hasStackTraceContaining("feature:install facet-monitoring");

        bundle.start();
        WeakReference<ClassLoader> loader =
                new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        await("the checks of the one that was started again").atMost(SOON).until(() -> port() > 0);
        life();
        get("/metrics");
        try (InputStream jar = Files.newInputStream(shipped())) {
            bundle.update(jar);
        }
        await("the end of the class loader").atMost(SOON).until(() -> {
            System.gc();
            return loader.get() == null;
        });
        await("the checks of the new one").atMost(SOON).until(() -> port() > 0);
        life();
        assertThat(metric(LIFE_CALLS)).isEqualTo(1);
        assertThat(connection.closed().toCompletableFuture()).isNotDone();
    }

    private String life() {
        return ApiSupport.provisioner(
                        connection,
                        "Life",
                        Map.of("entities", List.of(Map.of("tag", "machine-" + WebshopModel.PROVISIONED))))
                .toString();
    }

    private void set(String key, String value) throws Exception {
        shell("config:property-set -p " + BUNDLE + " " + key + " " + value);
    }

    /** Where health and metrics are served, as check "monitoring" says; -1 if they are not. */
    private int port() {
        ServiceReference<HealthMonitor> reference = bundleContext.getServiceReference(HealthMonitor.class);
        HealthMonitor monitor = reference == null ? null : bundleContext.getService(reference);
        if (monitor == null) {
            return -1;
        }
        try {
            return monitor.report().checks().stream()
                    .map(check -> SERVED.matcher(check.message()))
                    .filter(Matcher::find)
                    .mapToInt(served -> Integer.parseInt(served.group(1)))
                    .findFirst()
                    .orElse(-1);
        } finally {
            bundleContext.ungetService(reference);
        }
    }

    private double metric(String start) throws Exception {
        return value(get("/metrics").body(), start);
    }

    private static double value(String text, String start) {
        return text.lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + start + "in " + text));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(port(), path);
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String apiHealth() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + apiPort() + "/health"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> introspect(String page, String user, String password) throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + apiPort() + "/introspection/" + page))
                .header("Authorization", "Basic " + credentials)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(bundleContext.getBundles())
                .filter(each -> each.getSymbolicName().equals(symbolicName))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("facet-health") || name.startsWith("facet-monitoring"))
                .toList();
    }

    private static Path shipped() throws IOException {
        try (Stream<Path> files = Files.walk(
                Path.of(System.getProperty("karaf.home"), "system/io/facet").resolve(BUNDLE))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
