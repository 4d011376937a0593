// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import static io.facet.client.TestServer.MODEL;
import static io.facet.client.TestServer.error;
import static io.facet.client.TestServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ApiConnectionTest {
    private static final Credentials AGENT = new Credentials("machine-0", "AbCdEfGhIjKlMnOpQrStUvWx", "machine-0:7d0c");
    private static final TestCa CA = new TestCa();

    private final List<TestServer> servers = new ArrayList<>();
    private ClientThreads threads;

    @Before
    public void startThreads() {
        threads = ClientThreads.create();
    }

    @After
    public void stopAll() {
        threads.close();
        servers.forEach(TestServer::close);
        await().atMost(10, TimeUnit.SECONDS).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("facet-client")));
    }

    @Test
    public void agentLogsInOverTlsWhateverTheAddressOfTheServer() throws Exception {
        TestServer server = server((channel, request) -> Optional.empty());

        ApiConnection connection = get(open(options(server)));

        assertThat(connection.login().modelTag()).isEqualTo("model-" + MODEL);
        assertThat(connection.login().servers()).containsExactly("10.0.0.5:17070");
        assertThat(connection.login().bestVersion("Provisioner", 11)).hasValue(11);
        assertThat(connection.login().bestVersion("Provisioner", 10)).hasValue(10);
        assertThat(connection.login().bestVersion("Machiner", 5)).isEmpty();
        assertThat(server.serverNames).containsExactly("juju-apiserver");
        JsonNode login = server.requests.get(0);
        assertThat(login.path("request-id").asLong()).isEqualTo(1);
        assertThat(login.path("version").asInt()).isEqualTo(3);
        assertThat(login.path("params").path("auth-tag").asText()).isEqualTo("machine-0");
        assertThat(login.path("params").path("nonce").asText()).isEqualTo("machine-0:7d0c");
    }

    @Test
    public void serverOfAnotherAuthorityIsNotTrusted() throws Exception {
        TestServer server = server(new TestCa().leaf("juju-apiserver"), (channel, request) -> Optional.empty());

        assertThat(failure(open(options(server))))
                .isInstanceOf(ConnectionException.class)
                .hasMessageStartingWith("TLS handshake with " + server.address() + " failed");
        assertThat(server.requests).isEmpty();
    }

    @Test
    public void serverWithAnotherNameIsNotTrusted() throws Exception {
        TestServer server = server(CA.leaf("localhost"), (channel, request) -> Optional.empty());

        assertThat(failure(open(options(server))))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("juju-apiserver");
    }

    @Test
    public void refusedLoginFailsWithCodeAndText() throws Exception {
        TestServer server =
                server((channel, request) -> error(request, "invalid entity name or password", "unauthorized access"));

        ApiException refusal = failure(open(options(server)));

        assertThat(refusal.code()).isEqualTo(ApiException.UNAUTHORIZED);
        assertThat(refusal).hasMessage("invalid entity name or password");
        assertThat(refusal.toString()).isEqualTo("invalid entity name or password (unauthorized access)");
        await().until(() -> !server.connections.get(0).isActive());
    }

    @Test
    public void loginToAnotherModelThanAskedForIsNotAccepted() throws Exception {
        TestServer server = server((channel, request) ->
                ok(request, "{\"model-tag\":\"model-x\",\"controller-tag\":\"c\",\"server-version\":\"4.0.1\"}"));

        assertThat(failure(open(options(server)))).hasMessageContaining("model tag \"model-x\" instead of");
    }

    @Test
    public void refusedUpgradeShowsWhatTheServerSaid() throws Exception {
        TestServer server = server((channel, request) -> Optional.empty());

        assertThat(failure(open(DialOptions.of(List.of(server.address()), "rubbish", CA.pem()))))
                .hasMessage(server.address() + " refused the connection: invalid model UUID \"rubbish\" (Bad Request)");
    }

    @Test
    public void nextAddressIsTriedWhenOneIsDead() throws Exception {
        TestServer server = server((channel, request) -> Optional.empty());
        String dead = "127.0.0.1:" + freePort();

        ApiConnection connection =
                get(open(DialOptions.of(List.of(dead, "nonsense", server.address()), MODEL, CA.pem())));

        assertThat(connection.peer()).isEqualTo(server.address());
    }

    @Test
    public void addressThatAcceptsAndSaysNothingDoesNotHoldUpTheOthers() throws Exception {
        TestServer server = server((channel, request) -> Optional.empty());
        try (ServerSocket silent = new ServerSocket(0)) {
            String mute = "127.0.0.1:" + silent.getLocalPort();

            ApiConnection connection = get(open(DialOptions.of(List.of(mute, server.address()), MODEL, CA.pem())));

            assertThat(connection.peer()).isEqualTo(server.address());
        }
    }

    @Test
    public void silentServerIsGivenUpAfterTheConnectTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            String mute = "127.0.0.1:" + silent.getLocalPort();
            DialOptions options = DialOptions.of(List.of(mute), MODEL, CA.pem())
                    .withDialTimeouts(Duration.ofMillis(300), Duration.ofSeconds(5));

            assertThat(failure(open(options))).hasMessageContaining("did not answer within 300 ms");
        }
    }

    @Test
    public void everyAddressThatFailedIsNamed() throws Exception {
        String one = "127.0.0.1:" + freePort();

        assertThat(failure(open(DialOptions.of(List.of(one, "nonsense"), MODEL, CA.pem()))))
                .hasMessageContaining(one)
                .hasMessageContaining("\"nonsense\" not valid (expected host:port");
        assertThat(failure(open(DialOptions.of(List.of(one), MODEL, "no certificate"))))
                .hasMessageStartingWith("the CA certificate is not a PEM certificate");
    }

    @Test
    public void repliesFindTheirCallsInAnyOrder() throws Exception {
        List<JsonNode> held = new ArrayList<>();
        TestServer server = server((channel, request) -> {
            if (!request.path("type").asText().equals("Echo")) {
                return Optional.empty();
            }
            held.add(request);
            if (held.size() == 3) {
                for (int i = 2; i >= 0; i--) {
                    JsonNode late = held.get(i);
                    channel.writeAndFlush(new TextWebSocketFrame(
                            ok(late, late.path("params").toString()).orElseThrow()));
                }
            }
            return Optional.empty();
        });
        ApiConnection connection = get(open(options(server)));

        var first = connection.call("Echo", 1, "Say", Map.of("n", 1));
        var second = connection.call("Echo", 1, "Say", Map.of("n", 2));
        var third = connection.call("Echo", 1, "Say", Map.of("n", 3));

        assertThat(get(first).path("n").asInt()).isEqualTo(1);
        assertThat(get(second).path("n").asInt()).isEqualTo(2);
        assertThat(get(third).path("n").asInt()).isEqualTo(3);
    }

    @Test
    public void fragmentedReplyIsReassembled() throws Exception {
        String big = "x".repeat(200_000);
        TestServer server = server((channel, request) -> {
            if (request.path("type").asText().equals("Echo")) {
                byte[] reply =
                        ok(request, "{\"big\":\"" + big + "\"}").orElseThrow().getBytes(StandardCharsets.UTF_8);
                channel.write(new TextWebSocketFrame(false, 0, Unpooled.copiedBuffer(reply, 0, 100_000)));
                channel.write(new ContinuationWebSocketFrame(
                        false, 0, Unpooled.copiedBuffer(reply, 100_000, reply.length - 100_000)));
                channel.writeAndFlush(new ContinuationWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER));
            }
            return Optional.empty();
        });
        ApiConnection connection = get(open(options(server)));

        assertThat(get(connection.call("Echo", 1, "Say", null)).path("big").asText())
                .isEqualTo(big);
    }

    @Test
    public void tooLargeReplyEndsTheConnection() throws Exception {
        TestServer server =
                server((channel, request) -> request.path("type").asText().equals("Echo")
                        ? ok(request, "{\"big\":\"" + "x".repeat(20_000) + "\"}")
                        : Optional.empty());
        ApiConnection connection = get(open(options(server).withLimits(10_000, 10)));

        assertThat(failure(connection.call("Echo", 1, "Say", null))).isInstanceOf(ConnectionException.class);
        get(connection.closed());
    }

    @Test
    public void callErrorHasCodeAndText() throws Exception {
        TestServer server =
                server((channel, request) -> request.path("type").asText().equals("Provisioner")
                        ? error(request, "permission denied", "unauthorized access")
                        : Optional.empty());
        ApiConnection connection = get(open(options(server)));

        ApiException refusal = failure(connection.call("Provisioner", 11, "WatchModelMachines", null));

        assertThat(refusal.hasCode(ApiException.UNAUTHORIZED)).isTrue();
        assertThat(refusal).hasMessage("permission denied");
    }

    @Test
    public void callWithoutAnswerTimesOutAndTheConnectionLivesOn() throws Exception {
        TestServer server = server((channel, request) ->
                request.path("type").asText().equals("Quick") ? ok(request, "{}") : Optional.empty());
        ApiConnection connection = get(open(options(server)));

        assertThat(failure(connection.call("Slow", 1, "Sleep", null, Duration.ofMillis(100))))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessage("Slow.Sleep got no answer from " + server.address() + " within 100 ms");
        assertThat(get(connection.call("Quick", 1, "Go", null)).isObject()).isTrue();
    }

    @Test
    public void callsBeyondTheLimitAreRefusedAtOnce() throws Exception {
        TestServer server = server((channel, request) -> Optional.empty());
        ApiConnection connection = get(open(options(server).withLimits(1 << 20, 2)));
        connection.call("Slow", 1, "Sleep", null);
        connection.call("Slow", 1, "Sleep", null);

        ApiException refusal = failure(connection.call("Slow", 1, "Sleep", null));

        assertThat(refusal.code()).isEqualTo(ApiException.TRY_AGAIN);
        assertThat(refusal).hasMessageContaining("2 calls already wait");
    }

    @Test
    public void lossOfTheServerFailsAllThatWaits() throws Exception {
        TestServer server = server((channel, request) -> Optional.empty());
        ApiConnection connection = get(open(options(server)));
        CompletionStage<JsonNode> waiting = connection.call("Slow", 1, "Sleep", null);
        await().until(() -> server.count("Slow", "Sleep") == 1);

        server.connections.get(0).writeAndFlush(new CloseWebSocketFrame());

        assertThat(failure(waiting))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("connection closed by " + server.address());
        assertThat(get(connection.closed())).hasMessage("connection closed by " + server.address());
        assertThat(failure(connection.call("Slow", 1, "Sleep", null))).isInstanceOf(ConnectionException.class);
    }

    @Test
    public void closeFailsAllThatWaits() throws Exception {
        TestServer server = server((channel, request) -> Optional.empty());
        ApiConnection connection = get(open(options(server)));
        CompletionStage<JsonNode> waiting = connection.call("Slow", 1, "Sleep", null);

        connection.close();

        assertThat(failure(waiting)).hasMessage("connection to " + server.address() + " closed");
        await().until(() -> !server.connections.get(0).isActive());
    }

    @Test
    public void pingsKeepTheConnectionUpAndASilentServerEndsIt() throws Exception {
        TestServer server = server((channel, request) -> {
            // Two answers, then silence.
            return request.path("type").asText().equals("Pinger")
                            && request.path("request-id").asLong() > 3
                    ? Optional.of("{\"request-id\":999999,\"response\":{}}")
                    : Optional.empty();
        });
        ApiConnection connection = get(open(options(server).withPing(Duration.ofMillis(100), Duration.ofMillis(200))));

        assertThat(get(connection.closed()))
                .hasMessageContaining("broken: Pinger.Ping got no answer from " + server.address());
        assertThat(server.count("Pinger", "Ping")).isGreaterThan(2);
    }

    @Test
    public void webSocketPingIsAnswered() throws Exception {
        TestServer server = server((channel, request) -> {
            if (request.path("type").asText().equals("Quick")) {
                channel.write(new PingWebSocketFrame(Unpooled.copiedBuffer("hi", StandardCharsets.UTF_8)));
                return ok(request, "{}");
            }
            return Optional.empty();
        });
        ApiConnection connection = get(open(options(server)));

        assertThat(get(connection.call("Quick", 1, "Go", null)).isObject()).isTrue();
        assertThat(get(connection.call("Quick", 1, "Go", null)).isObject()).isTrue();
    }

    @Test
    public void messageThatIsNotJsonEndsTheConnection() throws Exception {
        TestServer server = server((channel, request) ->
                request.path("type").asText().equals("Quick") ? Optional.of("rubbish") : Optional.empty());
        ApiConnection connection = get(open(options(server)));

        assertThat(failure(connection.call("Quick", 1, "Go", null)))
                .hasMessage(server.address() + " sent a message that is not JSON");
    }

    @Test
    public void parametersThatCannotBeWrittenFailTheCallOnly() throws Exception {
        TestServer server = server((channel, request) -> Optional.empty());
        ApiConnection connection = get(open(options(server)));

        assertThat(failure(connection.call("Echo", 1, "Say", Map.of("self", new Object() {}))))
                .hasMessage("cannot write the parameters of Echo.Say");
        assertThat(server.connections.get(0).isActive()).isTrue();
    }

    @Test
    public void addressWithoutAListIsRefused() {
        assertThatThrownBy(() -> DialOptions.of(List.of(), MODEL, "")).hasMessage("no API address to connect to");
    }

    private TestServer server(TestServer.Script script) throws Exception {
        return server(CA.leaf("juju-apiserver"), script);
    }

    private TestServer server(TestCa.Leaf leaf, TestServer.Script script) throws Exception {
        TestServer server = new TestServer(leaf, script);
        servers.add(server);
        return server;
    }

    private static DialOptions options(TestServer server) throws Exception {
        return DialOptions.of(List.of(server.address()), MODEL, CA.pem());
    }

    private CompletionStage<ApiConnection> open(DialOptions options) {
        return ApiConnection.open(threads, options, AGENT);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static ApiException failure(CompletionStage<?> stage) {
        Throwable thrown = catchThrowable(() -> get(stage));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(ApiException.class);
        return (ApiException) thrown.getCause();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
