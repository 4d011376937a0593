// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Readiness;
import io.facet.apiserver.api.ServerFigures;
import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.api.WatcherStatus;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.facade.api.Watch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Rule;
import org.junit.Test;

/** What an operator sees of the running server, and what he can do to a connection. */
public class FiguresTest {

    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

    @Rule
    public final TestServer server = new TestServer();

    @Rule
    public final ErrorOutput log = new ErrorOutput();

    private ServerFigures figures() {
        return server.server.figures();
    }

    @Test
    public void connectionsAndBytesAreCounted() throws Exception {
        String ping = WireClient.request(7, "Pinger", 1, "", "Ping", "{}");
        try (WireClient agent = server.agent();
                WireClient stranger = server.connect("/api");
                WireClient plain = WireClient.open(server.server.port())) {
            plain.http(HEALTH);
            ServerFigures before = figures();
            assertThat(before.sockets()).isEqualTo(3);
            assertThat(before.connections()).isEqualTo(2);
            assertThat(before.loggedIn()).isEqualTo(1);
            assertThat(before.maxSockets()).isEqualTo(50_000);
            long in = agentBytesIn();
            String reply = agent.call(ping);
            await().untilAsserted(() -> {
                assertThat(agentBytesIn() - in).isEqualTo(ping.length());
                assertThat(figures().bytesIn() - before.bytesIn()).isEqualTo(ping.length());
                assertThat(figures().bytesOut() - before.bytesOut()).isEqualTo(reply.length() + 1);
            });
            assertThat(server.server.connections().get(1).bytesIn()).isZero();
            assertThat(stranger.call("Nope", 1, "A", "{}")).contains("error");
            assertThat(server.server.connections().get(1).bytesOut()).isPositive();
        }
        await().untilAsserted(() -> {
            assertThat(figures().sockets()).isZero();
            assertThat(figures().connections()).isZero();
        });
        assertThat(figures().bytesIn()).as("what is closed still counts").isGreaterThan(ping.length());
    }

    private long agentBytesIn() {
        return server.server.connections().get(0).bytesIn();
    }

    @Test
    public void runningQueuedAndParkedCallsAreCounted() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        server.serve("Slow", 1, new TestFacade().with("Block", (call, params) -> {
                    gate.join();
                    return "{}";
                }));
        server.declare(TestServer.bundle(60, "1.0.0"), new FacadeKey("Away", 1));
        try (WireClient client = server.agent()) {
            server.set("call.threads", 1);
            for (int i = 1; i <= 3; i++) {
                client.send(WireClient.request(i, "Slow", 1, "", "Block", "{}"));
            }
            client.send(WireClient.request(4, "Away", 1, "", "Say", "{}"));
            await().untilAsserted(() -> {
                assertThat(figures().runningCalls()).isEqualTo(1);
                assertThat(figures().queuedCalls()).isEqualTo(2);
                assertThat(figures().parkedCalls()).isEqualTo(1);
            });
            assertThat(figures().callThreads()).isEqualTo(1);
            assertThat(figures().maxQueuedCalls()).isEqualTo(100_000);
            assertThat(figures().maxParkedCalls()).isEqualTo(100_000);
            gate.complete(null);
            await().until(() -> figures().runningCalls() == 0 && figures().queuedCalls() == 0);
        }
        await().until(() -> figures().parkedCalls() == 0);
    }

    @Test
    public void watchersAreListedWithWhatTheyWatch() throws Exception {
        Watch.Source machines = new Watch.Source(MODEL, Set.of("machine", "agent"), "", "", 0);
        Watch.Source containers = new Watch.Source(FakeLogins.CAAS_MODEL, Set.of("machine"), "4", "4/lxd/", 0);
        server.serve("Watch", 1, new TestFacade().with("All", (call, params) -> {
                    call.watch(new Watch.LifeCycle(containers, Set.of()));
                    for (int i = 0; i < 10; i++) {
                        call.watch(new Watch.Notify(machines));
                    }
                    call.watch(new Watch.Timer(Duration.ofMinutes(90)));
                    call.watch(new Watch.Keys(machines, Duration.ZERO));
                    call.watch(new Watch.Keys(machines, Duration.ofHours(1)));
                    return "{}";
                }));
        try (WireClient client = server.agent()) {
            client.call("Watch", 1, "All", "{}");
            client.send(WireClient.request(8, "NotifyWatcher", 1, "w-11", "Next", "{}"));
            client.send(WireClient.request(9, "NotifyWatcher", 1, "w-11", "Next", "{}"));
            await().until(() -> figures().waitingNext() == 2);
            server.changes.commit(FakeLogins.CAAS_MODEL, "machine", "4", "4/lxd/0", "alive");
            server.changes.commit(FakeLogins.CAAS_MODEL, "machine", "4", "4/lxd/1", "alive");
            server.changes.commit(MODEL, "machine", "", "1", "alive");
            server.changes.commit(MODEL, "agent", "", "1", "");

            List<WatcherStatus> watchers = server.server.watchers();
            assertThat(watchers).hasSize(14);
            assertThat(watchers.subList(0, 2))
                    .containsExactly(notify("w-1", "agent,machine", 1, 0), notify("w-2", "agent,machine", 1, 0));
            assertThat(watchers.subList(9, 14))
                    .containsExactly(
                            notify("w-10", "agent,machine", 1, 0),
                            notify("w-11", "timer 1h30m", 0, 2),
                            new WatcherStatus(
                                    1,
                                    "1",
                                    "StringsWatcher",
                                    "machine-42",
                                    FakeLogins.CAAS_MODEL,
                                    "machine/4/4/lxd/",
                                    2,
                                    0),
                            strings("2", 2),
                            strings("3", 0));
            assertThat(figures().watchers()).isEqualTo(14);
            assertThat(server.server.connections().get(0).watchers()).isEqualTo(14);
            assertThat(figures().events()).isZero();
            client.call(WireClient.request(10, "NotifyWatcher", 1, "w-1", "Next", "{}"));
            assertThat(figures().events()).isEqualTo(1);
        }
        await().until(() -> figures().watchers() == 0 && figures().waitingNext() == 0);
        assertThat(figures().events())
                .as("a Next that ended with its connection told nothing")
                .isEqualTo(1);
    }

    private static WatcherStatus notify(String id, String subject, int pending, int waiting) {
        return new WatcherStatus(1, id, "NotifyWatcher", "machine-42", MODEL, subject, pending, waiting);
    }

    private static WatcherStatus strings(String id, int pending) {
        return new WatcherStatus(1, id, "StringsWatcher", "machine-42", MODEL, "agent,machine", pending, 0);
    }

    @Test
    public void theCertificateInUseIsTheOneWhoseExpiryIsShown() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(figures().certificateExpiry())
                    .contains(client.serverCertificate().getNotAfter().toInstant());
        }
    }

    @Test
    public void aStalledEventLoopShows() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        server.server.context().listeners().add(1, new ServerListener() {
            @Override
            public void connected(Peer peer) {
                gate.join();
            }
        });
        assertThat(figures().longestStall()).isLessThan(Duration.ofSeconds(2));
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(WireClient.upgrade("/api").getBytes(StandardCharsets.US_ASCII));
            await().until(() -> figures().longestStall().compareTo(Duration.ofSeconds(2)) > 0);
            gate.complete(null);
            assertThat(client.receiveHttp()).startsWith("HTTP/1.1 101 ");
            assertThat(figures().longestStall()).as("remembered").isGreaterThan(Duration.ofSeconds(2));
        } finally {
            gate.complete(null);
        }
    }

    @Test
    public void aConnectionCanBeEnded() throws Exception {
        CompletableFuture<byte[]> never = new CompletableFuture<>();
        server.serve("Slow", 1, new TestFacade().async("Wait", (call, params) -> never));
        try (WireClient victim = server.agent();
                WireClient other = server.agent()) {
            victim.send(WireClient.request(1, "Slow", 1, "", "Wait", "{}"));
            await().until(() -> figures().runningCalls() == 1);
            assertThat(server.server.disconnect(3)).isFalse();
            assertThat(server.server.disconnect(1)).isTrue();
            assertThat(victim.reply()).isEqualTo("{\"request-id\":1,\"error\":\"context canceled\",\"response\":{}}");
            assertThat(victim.isClosedWithEmptyFrame()).isTrue();
            assertThat(other.call("Pinger", 1, "Ping", "{}")).contains("response");
        }
    }

    @Test
    public void theCallsOfATracedConnectionAreLoggedWithoutSecrets() throws Exception {
        server.serve("Echo", 1, new TestFacade().with("Say", (call, params) -> "{\"secret\":2}"));
        try (WireClient traced = server.connect("/model/" + MODEL + "/api");
                WireClient other = server.agent()) {
            assertThat(server.server.trace(3, true)).isFalse();
            assertThat(server.server.trace(1, true)).isTrue();
            assertThat(server.server.connections().get(0).traced()).isTrue();
            assertThat(server.server.connections().get(1).traced()).isFalse();
            traced.login("machine-42");
            traced.call("Echo", 1, "Say", "{\"secret\":1}");
            traced.call("Pinger", 1, "Ping", "{}");
            traced.call("No\\nline", 1, "A", "{}");
            traced.call("Echo", 1, "Say", "[1]");
            other.call("Echo", 1, "Say", "{}");
            assertThat(server.server.trace(1, false)).isTrue();
            traced.call("Echo", 1, "Say", "{}");
        }
        await().until(() -> log.lines("facet.apiserver.trace").size() == 10);
        List<String> lines = log.lines("facet.apiserver.trace");
        assertThat(lines.get(0))
                .contains("connection 1, not logged in, call ", ": \"Admin\" version 3, \"Login\" came with ");
        assertThat(lines).noneMatch(line -> line.contains("secret") || line.contains(FakeLogins.PASSWORD));
        assertThat(lines.stream().filter(line -> line.contains("machine-42") && line.contains("\"Echo\"")))
                .hasSize(4)
                .anyMatch(line -> line.matches(".*call [0-9a-z]{10}: \"Echo\" version 1, \"Say\" came with 12 bytes"))
                .anyMatch(line -> line.matches(".*\"Echo\" version 1, \"Say\" ended after [0-9.]+ ms: ok, 12 bytes"))
                .anyMatch(line -> line.matches(".*\"Say\" ended after [0-9.]+ ms: error, 0 bytes"));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"No\\nline\" version 1, \"A\" ended")
                        && line.contains(": not implemented, 0 bytes"));
    }

    @Test
    public void theServerIsRunningWhenAllSaySo() throws Exception {
        AtomicBoolean ready = new AtomicBoolean(true);
        try (WireClient client = WireClient.open(server.server.port())) {
            assertThat(client.http(HEALTH)).startsWith("HTTP/1.1 200 ").endsWith("running\n");
            server.server.votes().add(1, ready::get);
            server.server.votes().add(2, () -> true);
            assertThat(client.http(HEALTH)).startsWith("HTTP/1.1 200 ");
            ready.set(false);
            assertThat(client.http(HEALTH)).startsWith("HTTP/1.1 503 ").endsWith("starting\n");
            assertThat(server.server.health()).isEqualTo("starting");
            server.agent().close();
            server.server.votes().remove(1);
            assertThat(client.http(HEALTH)).startsWith("HTTP/1.1 200 ");
            Readiness broken = () -> {
                throw new IllegalStateException("no");
            };
            server.server.votes().add(3, broken);
            assertThat(client.http(HEALTH)).startsWith("HTTP/1.1 503 ");
            server.server.votes().remove(3);
            server.server.context().logins().remove(2);
            assertThat(client.http(HEALTH)).as("the rule from before").startsWith("HTTP/1.1 503 ");
        }
    }
}
