// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.internal.net.FacetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.Rule;
import org.junit.Test;

/** Starting, changing and stopping a server that people are connected to. */
public class OperationTest {

    @Rule
    public final TestServer server = new TestServer();

    @Test
    public void aNewCertificateIsUsedForNewConnectionsAndDropsNone() throws Exception {
        try (WireClient old = server.agent()) {
            TestCertificate fresh = TestCertificate.valid();
            fresh.write(server.certificateFile(), server.keyFile());
            await().ignoreExceptions().untilAsserted(() -> {
                try (WireClient client = WireClient.open(server.server.port())) {
                    assertThat(client.serverCertificate()).isEqualTo(fresh.certificate());
                }
            });
            assertThat(old.call("Pinger", 1, "Ping", "{}")).contains("\"response\":{}");
        }
    }

    @Test
    public void aServerWithoutFilesStartsToListenWhenTheyCome() throws Exception {
        Files.delete(server.certificateFile());
        Files.delete(server.keyFile());
        FacetServer late = new FacetServer(Settings.of(TestSettings.config(server.config)), server.dataDirectory());
        try {
            late.start();
            assertThat(late.port()).isEqualTo(-1);
            assertThat(late.health()).isEqualTo("starting");
            TestCertificate.valid().write(server.certificateFile(), server.keyFile());
            await().until(() -> late.port() > 0);
        } finally {
            late.stop();
        }
    }

    @Test
    public void anExpiredCertificateKeepsTheServerFromListeningUntilItIsReplaced() throws Exception {
        TestCertificate.issue(
                        Instant.now().minus(Duration.ofDays(2)), Instant.now().minus(Duration.ofDays(1)))
                .write(server.certificateFile(), server.keyFile());
        FacetServer expired = new FacetServer(Settings.of(TestSettings.config(server.config)), server.dataDirectory());
        try {
            expired.start();
            await().during(Duration.ofMillis(300)).until(() -> expired.port() == -1);
            TestCertificate.valid().write(server.certificateFile(), server.keyFile());
            await().until(() -> expired.port() > 0);
        } finally {
            expired.stop();
        }
    }

    @Test
    public void aChangedAddressIsBoundWithoutDroppingConnections() throws Exception {
        try (WireClient client = server.agent()) {
            int before = server.server.port();
            server.set("host", "");
            await().until(() -> server.server.port() != before);
            server.agent().close();
            assertThatThrownBy(() -> WireClient.connect(before, "/api")).isInstanceOf(IOException.class);
            assertThat(client.call("Pinger", 1, "Ping", "{}")).contains("\"response\":{}");
        }
    }

    @Test
    public void aPortInUseIsTriedAgain() throws Exception {
        FacetServer second = new FacetServer(
                Settings.of(TestSettings.config(Map.of(
                        "host", "127.0.0.1",
                        "port", server.server.port(),
                        "certificate.file", server.certificateFile().toString(),
                        "key.file", server.keyFile().toString()))),
                server.dataDirectory());
        try {
            second.start();
            await().during(Duration.ofMillis(200)).until(() -> second.port() == -1);
            server.server.stop();
            await().until(() -> second.port() > 0);
        } finally {
            second.stop();
        }
    }

    @Test
    public void stoppingAnswersWhatRunsClosesAllAndLeavesNoThread() throws Exception {
        CompletableFuture<byte[]> never = new CompletableFuture<>();
        CompletableFuture<Void> entered = new CompletableFuture<>();
        server.serve("Slow", 1, new TestFacade().async("Wait", (call, params) -> {
                    entered.complete(null);
                    return never;
                }));
        try (WireClient busy = server.agent();
                WireClient idle = server.connect("/api");
                WireClient plain = WireClient.open(server.server.port())) {
            plain.http("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            busy.send(WireClient.request(1, "Slow", 1, "", "Wait", "{}"));
            entered.join();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server.server::stop);
            assertThat(busy.reply()).isEqualTo("{\"request-id\":1,\"error\":\"context canceled\",\"response\":{}}");
            assertThat(plain.http("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("stopping\n");
            assertThat(plain.http(WireClient.upgrade("/api")))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("\r\n\r\napiserver shutdown in progress\n");
            assertThat(busy.isClosedWithEmptyFrame()).isTrue();
            assertThat(idle.isClosedWithEmptyFrame()).isTrue();
            stopped.join();
            assertThat(server.server.health()).isEqualTo("stopping");
            assertThat(server.server.port()).isEqualTo(-1);
        }
        await().untilAsserted(() -> assertThat(facetThreads()).isEmpty());
    }

    private static Set<String> facetThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("facet-"))
                .collect(Collectors.toSet());
    }

    @Test
    public void connectionsAreCounted() throws Exception {
        try (WireClient agent = server.agent();
                WireClient stranger = server.connect("/api")) {
            agent.call("Pinger", 1, "Ping", "{}");
            assertThat(stranger.call("Nope", 1, "A", "{}")).contains("not implemented");
            assertThat(server.server.connections())
                    .extracting(status ->
                            status.id() + " " + status.authTag() + " " + status.modelUuid() + " " + status.calls())
                    .containsExactly("1 machine-42 " + FakeLogins.MODEL + " 2", "2   1");
            assertThat(server.server.connections().get(0).remoteAddress()).startsWith("127.0.0.1:");
        }
        await().until(() -> server.server.connections().isEmpty());
    }

    @Test
    public void settingsOutOfRangeAreRefusedByKeyAndValue() {
        assertThatThrownBy(() -> Settings.of(TestSettings.config(Map.of("port", 70000))))
                .hasMessage("io.facet.apiserver: port = 70000 is not between 0 and 65535");
        assertThatThrownBy(() -> Settings.of(TestSettings.config(Map.of("ping.timeout.ms", 0))))
                .hasMessage("io.facet.apiserver: ping.timeout.ms = 0 is not between 1 and 2147483647");
        assertThatThrownBy(() -> Settings.of(TestSettings.config(Map.of("key.file", "${no.such.property}/server.key"))))
                .hasMessage("io.facet.apiserver: key.file = ${no.such.property}/server.key names the system property"
                        + " no.such.property, which is not set");
        assertThat(Settings.of(TestSettings.config(Map.of("key.file", "${java.io.tmpdir}/x")))
                        .keyFile())
                .hasToString(System.getProperty("java.io.tmpdir") + "/x");
    }

    @Test
    public void olderProtocolsThanTls12AreRefused() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }
}
