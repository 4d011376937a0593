// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import static io.facet.client.TestServer.MODEL;
import static io.facet.client.TestServer.error;
import static io.facet.client.TestServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ApiClientTest {
    private static final TestCa CA = new TestCa();
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(20), Duration.ofMillis(100));

    private final Recorder events = new Recorder();
    private ClientThreads threads;
    private TestServer server;
    private ApiClient client;

    @Before
    public void startThreads() {
        threads = ClientThreads.create();
    }

    @After
    public void stopAll() {
        if (client != null) {
            client.close();
        }
        threads.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    public void lostConnectionIsMadeAgainAndWatchersStartAnew() throws Exception {
        server = new TestServer(
                CA.leaf("juju-apiserver"),
                (channel, request) -> request.path("request").asText().equals("WatchModelMachines")
                        ? ok(request, "{\"watcher-id\":\"1\",\"changes\":[\"0\"]}")
                        : Optional.empty());
        events.watching = true;
        client = start(server.address());
        await().until(() -> events.changes.size() == 1);

        server.connections.get(0).close();

        await().until(() -> events.changes.size() == 2);
        assertThat(events.log).containsExactly("connected", "disconnected", "connected");
        assertThat(server.count("Provisioner", "WatchModelMachines")).isEqualTo(2);
    }

    @Test
    public void serverThatComesUpLateIsReachedInTheEnd() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        client = start("127.0.0.1:" + port);
        await().until(() -> events.log.contains("disconnected"));

        server = new TestServer(CA.leaf("juju-apiserver"), (channel, request) -> Optional.empty(), port);

        assertThat(get(client.connection()).peer()).isEqualTo("127.0.0.1:" + port);
    }

    @Test
    public void loginThatIsTurnedAwayForNowIsRepeated() throws Exception {
        AtomicInteger logins = new AtomicInteger();
        server = new TestServer(
                CA.leaf("juju-apiserver"),
                (channel, request) ->
                        logins.incrementAndGet() < 3 ? error(request, "try again", "try again") : Optional.empty());

        client = start(server.address());

        get(client.connection());
        assertThat(logins).hasValue(3);
    }

    @Test
    public void refusalForGoodIsNotTriedAgain() throws Exception {
        server = new TestServer(
                CA.leaf("juju-apiserver"),
                (channel, request) -> error(request, "invalid entity name or password", "unauthorized access"));

        client = start(server.address());

        assertThatThrownBy(() -> get(client.connection()))
                .cause()
                .isInstanceOf(ApiException.class)
                .hasMessage("invalid entity name or password");
        await().until(() -> events.log.contains("refused"));
        assertThat(events.log).containsExactly("refused");
    }

    @Test
    public void closedClientStaysClosed() throws Exception {
        server = new TestServer(CA.leaf("juju-apiserver"), (channel, request) -> Optional.empty());
        client = start(server.address());
        get(client.connection());

        client.close();

        await().until(() -> !server.connections.get(0).isActive());
        assertThat(events.log).doesNotContain("disconnected");
        assertThat(server.connections).hasSize(1);
    }

    @Test
    public void clientClosedBeforeItIsConnectedFailsThoseWhoWait() {
        client = start("127.0.0.1:1");
        CompletionStage<ApiConnection> connection = client.connection();

        client.close();

        assertThatThrownBy(() -> get(connection)).cause().hasMessage("client closed");
    }

    @Test
    public void pausesGrowUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

        assertThat(backoff.after(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.after(3)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(backoff.after(100)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    private ApiClient start(String address) {
        try {
            return ApiClient.start(
                    threads,
                    DialOptions.of(List.of(address), MODEL, CA.pem()),
                    new Credentials("machine-0", "password", "nonce"),
                    QUICK,
                    events);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static final class Recorder implements ConnectionListener {
        final List<String> log = new CopyOnWriteArrayList<>();
        final List<List<String>> changes = new CopyOnWriteArrayList<>();
        volatile boolean watching;

        @Override
        public void connected(ApiConnection connection) {
            log.add("connected");
            if (watching) {
                connection.watchStrings("Provisioner", 11, "WatchModelMachines", null, changes::add);
            }
        }

        @Override
        public void disconnected(ApiException cause, Duration retryIn) {
            log.add("disconnected");
        }

        @Override
        public void refused(ApiException cause) {
            log.add("refused");
        }
    }
}
