// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facet.monitoring.api.CheckResult;
import io.facet.monitoring.api.CheckStatus;
import io.facet.monitoring.api.HealthReport;
import io.facet.monitoring.internal.metrics.Metrics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.MBeanServerFactory;
import org.junit.After;
import org.junit.Test;

/** Health and metrics over real HTTP. */
public class EndpointTest {

    private static final Address ANYWHERE = new Address("127.0.0.1", 0);
    private static final Instant SINCE = Instant.parse("2026-11-27T04:05:06Z");

    private final Metrics metrics = new Metrics(MBeanServerFactory.newMBeanServer());
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<HealthReport> report = Optional.of(report(CheckStatus.OK));
    private final Endpoint endpoint = new Endpoint(new Pages(() -> report, metrics), Duration.ofMillis(500));

    @After
    public void close() {
        endpoint.close();
        metrics.close();
    }

    @Test
    public void healthIsJsonWithEachCheck() throws Exception {
        endpoint.listen(Optional.of(ANYWHERE));

        HttpResponse<String> answer = get("/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode health = new ObjectMapper().readTree(answer.body());
        assertThat(health.get("status").asText()).isEqualTo("ok");
        assertThat(health.get("ready").asBoolean()).isTrue();
        assertThat(health.at("/checks/0/check").asText()).isEqualTo("disk");
        assertThat(health.at("/checks/0/status").asText()).isEqualTo("ok");
        assertThat(health.at("/checks/0/message").asText()).isEqualTo("99 MiB \"free\".");
        assertThat(health.at("/checks/0/since").asText()).isEqualTo("2026-11-27T04:05:06Z");
        assertThat(health.at("/checks/0/took-ms").asInt()).isEqualTo(3);
        assertThat(health.at("/checks/0/decides-readiness").asBoolean()).isFalse();
    }

    @Test
    public void statusTellsMonitorsThatReadNoJson() throws Exception {
        endpoint.listen(Optional.of(ANYWHERE));

        report = Optional.of(report(CheckStatus.WARN));
        assertThat(get("/health").statusCode()).isEqualTo(200);
        report = Optional.of(report(CheckStatus.CRITICAL));
        assertThat(get("/health").statusCode()).isEqualTo(503);
        report = Optional.empty();
        HttpResponse<String> unknown = get("/health");
        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(unknown.body()).contains("\"status\":\"unknown\"");
    }

    @Test
    public void metricsComeInTheFormatThatIsAskedFor() throws Exception {
        endpoint.listen(Optional.of(ANYWHERE));

        HttpResponse<String> plain = get("/metrics");
        assertThat(plain.headers().firstValue("Content-Type")).contains(Metrics.TEXT);
        assertThat(plain.body()).contains("facet_ready 1").doesNotContain("# EOF");

        HttpResponse<String> open = client.send(
                request("/metrics")
                        .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(open.headers().firstValue("Content-Type")).contains(Metrics.OPEN_METRICS);
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    public void everythingElseIsRefused() throws Exception {
        endpoint.listen(Optional.of(ANYWHERE));

        assertThat(get("/healthy").statusCode()).isEqualTo(404);
        assertThat(get("/health/disk").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        HttpResponse<String> post = client.send(
                request("/metrics")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
        HttpResponse<String> head = client.send(
                request("/health")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    public void portThatIsTakenIsAProblemUntilItIsFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint.listen(Optional.of(new Address("127.0.0.1", taken.getLocalPort())));
            assertThat(endpoint.problem().orElseThrow())
                    .contains("not served at 127.0.0.1:" + taken.getLocalPort() + ": Address already in use")
                    .contains("http.port in etc/io.facet.monitoring.cfg");
            endpoint.ensure();
            assertThat(endpoint.problem()).isPresent();
        }
        endpoint.ensure();
        assertThat(endpoint.problem()).isEmpty();
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    public void addressChangesLiveAndCanBeTakenAway() throws Exception {
        endpoint.listen(Optional.of(ANYWHERE));
        int first = endpoint.port().orElseThrow();
        endpoint.listen(Optional.of(ANYWHERE));
        assertThat(endpoint.port()).as("same settings again").contains(first);

        endpoint.listen(Optional.of(new Address("", 0)));
        assertThat(endpoint.port().orElseThrow()).isNotEqualTo(first);
        assertThat(endpoint.state())
                .isEqualTo("Health and metrics are served at port "
                        + endpoint.port().orElseThrow() + " of all interfaces.");
        assertThat(get("/health").statusCode()).isEqualTo(200);

        endpoint.listen(Optional.empty());
        assertThat(endpoint.port()).isEmpty();
        assertThat(endpoint.state()).contains("http.enabled is false");
        assertThat(endpoint.problem()).isEmpty();
    }

    @Test
    public void hostThatIsNotKnownIsAProblem() {
        endpoint.listen(Optional.of(new Address("no-such-host.invalid", 0)));
        assertThat(endpoint.problem().orElseThrow()).contains("http.host", "no-such-host.invalid");
    }

    /** As many as there are threads, and more. */
    @Test
    public void clientsThatSendNothingDoNotKeepOthersOut() throws Exception {
        endpoint.listen(Optional.of(ANYWHERE));
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Socket socket = new Socket("127.0.0.1", endpoint.port().orElseThrow());
                socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertThat(get("/health").statusCode()).isEqualTo(200);
            for (Socket socket : slow) {
                socket.setSoTimeout(20_000);
                assertThat(socket.getInputStream().read())
                        .as("end of the slow connection")
                        .isEqualTo(-1);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    public void nothingIsLeftWhenItCloses() throws Exception {
        endpoint.listen(Optional.of(ANYWHERE));
        get("/health");
        endpoint.close();

        await().atMost(Duration.ofSeconds(20)).until(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("facet-monitoring-http") || name.contains("HTTP-Dispatcher")));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + endpoint.port().orElseThrow() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HealthReport report(CheckStatus status) {
        return new HealthReport(
                status,
                true,
                List.of(new CheckResult(
                        "disk", status, "99 MiB \"free\".", SINCE, SINCE, Duration.ofMillis(3), false)));
    }
}
