// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Facade;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.HttpIntake;
import io.facet.facade.api.HttpReply;
import io.facet.facade.api.HttpRequest;
import io.facet.facade.api.HttpResource;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What {@link ServerListener}s hear of connections, logins, calls and exchanges. */
public class EventsTest {

    private static final Set<String> EVERYWHERE = Set.of("iaas", "caas");

    @Rule
    public final TestServer server = new TestServer();

    @Rule
    public final ErrorOutput log = new ErrorOutput();

    private Heard heard;

    @Before
    public void listen() {
        heard = Heard.on(server);
    }

    @Test
    public void connectionsAreToldWithWhoIsAtTheOtherEnd() throws Exception {
        try (WireClient client = server.connect("/model/" + MODEL + "/api")) {
            await().until(() -> heard.connected.size() == 1);
            assertThat(heard.connected.get(0).remoteAddress())
                    .isEqualTo("127.0.0.1:" + client.socket().getLocalPort());
            assertThat(heard.connected.get(0)).isEqualTo(peer(heard.connected.get(0), ""));
            client.login("machine-42");
            assertThat(heard.disconnected).isEmpty();
        }
        await().untilAsserted(() ->
                assertThat(heard.disconnected).containsExactly(peer(heard.connected.get(0), "machine-42")));
    }

    private static Peer peer(Peer connected, String authTag) {
        return new Peer(1, connected.remoteAddress(), authTag, MODEL);
    }

    @Test
    public void loginsAreToldWithTheirOutcome() throws Exception {
        try (WireClient client = server.connect("/model/" + MODEL + "/api")) {
            login(client, "machine-42", "wrong");
            login(client, "x".repeat(1000), "wrong");
            login(client, "machine-666", "wrong");
            server.logins.tokens.set(0);
            login(client, "machine-42", FakeLogins.PASSWORD);
            server.logins.tokens.set(1);
            login(client, "machine-42", FakeLogins.PASSWORD);
        }
        await().until(() -> heard.logins.size() == 5);
        assertThat(heard.logins)
                .extracting(event -> event.peer().authTag(), LoginEvent::outcome)
                .containsExactly(
                        tuple("machine-42", "unauthorized access"),
                        tuple("x".repeat(200), "error"),
                        tuple("machine-666", "error"),
                        tuple("machine-42", "try again"),
                        tuple("machine-42", "ok"));
        assertThat(heard.logins).allSatisfy(event -> {
            assertThat(event.peer().connection()).isEqualTo(1);
            assertThat(event.peer().modelUuid()).isEqualTo(MODEL);
        });
        assertThat(heard.calls).as("logins are no calls of a registered facade").isEmpty();
    }

    private static void login(WireClient client, String tag, String password) throws Exception {
        client.call(
                "Admin",
                3,
                "Login",
                "{\"auth-tag\":\"" + tag + "\",\"credentials\":\"" + password + "\",\"nonce\":\"" + FakeLogins.NONCE
                        + "\"}");
    }

    @Test
    public void aLoginTakesAsLongAsTheClientWaits() throws Exception {
        server.logins.gate = new CompletableFuture<>();
        try (WireClient client = server.connect("/api")) {
            long sent = System.nanoTime();
            client.send(WireClient.request(
                    1, "Admin", 3, "", "Login", "{\"auth-tag\":\"user-admin\",\"credentials\":\"wrong\"}"));
            await().until(() -> server.server.figures().connections() == 1);
            assertThat(heard.logins).isEmpty();
            server.logins.gate.complete(null);
            client.reply();
            await().until(() -> heard.logins.size() == 1);
            assertThat(heard.logins.get(0).took())
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - sent));
        }
    }

    @Test
    public void credentialsOfHttpRequestsAreLogins() throws Exception {
        server.server.context().resources().add("things", new Rank(0, 90), new HttpResource() {
            @Override
            public boolean needsLogin(String method) {
                return true;
            }

            @Override
            public HttpIntake begin(HttpRequest request) {
                return HttpIntake.withoutBody(() -> CompletableFuture.completedFuture(HttpReply.text(200, "ok")));
            }
        });
        try (WireClient client = WireClient.open(server.server.port())) {
            assertThat(client.http(get("user-admin:topsecretpassword"))).startsWith("HTTP/1.1 200 ");
            assertThat(client.http(get("user-admin:wrong"))).startsWith("HTTP/1.1 401 ");
            assertThat(client.http("GET /model/" + MODEL + "/things HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .as("no attempt to log in")
                    .startsWith("HTTP/1.1 401 ");
            await().until(() -> heard.logins.size() == 2);
            Peer peer = new Peer(0, "127.0.0.1:" + client.socket().getLocalPort(), "user-admin", MODEL);
            assertThat(heard.logins)
                    .extracting(LoginEvent::peer, LoginEvent::outcome)
                    .containsExactly(tuple(peer, "ok"), tuple(peer, "unauthorized access"));
        }
        assertThat(heard.connected).isEmpty();
    }

    private static String get(String credentials) {
        return "GET /model/" + MODEL + "/things HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)) + "\r\n\r\n";
    }

    /** Hands out and remembers the very arrays. */
    private static final class ArrayFacade implements Facade {
        private final byte[] result = "{\"secret\":2}".getBytes(UTF_8);
        private volatile byte[] params;

        @Override
        public Set<String> methods() {
            return Set.of("Get", "Set");
        }

        @Override
        public Set<String> readOnlyMethods() {
            return Set.of("Get");
        }

        @Override
        public CompletionStage<byte[]> call(CallContext call, String method, byte[] given) {
            params = given;
            return CompletableFuture.completedFuture(result);
        }

        @Override
        public CompletionStage<Void> probe() {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    public void callsAreToldWithTheVeryBytes() throws Exception {
        ArrayFacade facade = new ArrayFacade();
        server.serve("Array", 3, facade);
        try (WireClient client = server.agent()) {
            client.call("Array", 3, "Get", "{\"secret\":1}");
            CallEvent get = heard.call(1);
            client.call("Array", 3, "Set", "{}");
            CallEvent set = heard.call(2);
            client.call("Pinger", 1, "Ping", "{}");
            assertThat(get.params()).isEqualTo("{\"secret\":1}".getBytes(UTF_8));
            assertThat(set.params()).isSameAs(facade.params);
            assertThat(get.result()).isSameAs(facade.result);
            assertThat(get.peer()).isEqualTo(peer(heard.connected.get(0), "machine-42"));
            assertThat(get.toString()).doesNotContain("secret");
            assertThat(heard.calls)
                    .extracting(
                            CallEvent::facade,
                            CallEvent::version,
                            CallEvent::method,
                            CallEvent::readOnly,
                            CallEvent::outcome)
                    .containsExactly(tuple("Array", 3, "Get", true, "ok"), tuple("Array", 3, "Set", false, "ok"));
            assertThat(get.id()).matches("[0-9a-z]{10}").isNotEqualTo(set.id());
        }
    }

    @Test
    public void failedCallsAreToldWithTheirCode() throws Exception {
        server.serve(
                "Fail",
                1,
                new TestFacade()
                        .with("Coded", (call, params) -> {
                            throw new FacadeException("not found", "no");
                        })
                        .with("Uncoded", (call, params) -> {
                            throw new FacadeException("", "no");
                        })
                        .with("Crash", (call, params) -> {
                            throw new IllegalStateException("no");
                        })
                        .with("Nothing", (call, params) -> null));
        String reply;
        try (WireClient client = server.agent()) {
            client.call("Fail", 1, "Coded", "{}");
            heard.call(1);
            client.call("Fail", 1, "Uncoded", "{}");
            heard.call(2);
            reply = client.call("Fail", 1, "Crash", "{}");
            heard.call(3);
            client.call("Fail", 1, "Nothing", "{}");
            heard.call(4);
        }
        assertThat(heard.calls).extracting(CallEvent::outcome).containsExactly("not found", "error", "error", "ok");
        assertThat(heard.calls.get(0).result()).isNull();
        assertThat(heard.calls.get(3).result()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(reply)
                .as("the client is told the id of the call")
                .contains("see the controller's log for " + heard.calls.get(2).id() + "\"");
    }

    @Test
    public void aCallThatWaitedForItsFacadeTookThatLong() throws Exception {
        server.declare(TestServer.bundle(50, "1.0.0"), new FacadeKey("Echo", 1));
        try (WireClient client = server.agent()) {
            client.send(WireClient.request(1, "Echo", 1, "", "Say", "{}"));
            await().until(() -> server.server.figures().parkedCalls() == 1);
            long parked = System.nanoTime();
            CompletableFuture<Duration> waited = new CompletableFuture<>();
            server.serve("Echo", 1, new TestFacade().with("Say", (call, params) -> {
                        waited.complete(Duration.ofNanos(System.nanoTime() - parked));
                        return "{}";
                    }));
            client.reply();
            CallEvent call = heard.call(1);
            assertThat(call.outcome()).isEqualTo("ok");
            assertThat(call.took()).isGreaterThan(waited.join());
        }
    }

    @Test
    public void exchangesAreTold() throws Exception {
        server.serve("Echo", 1, new TestFacade(), EVERYWHERE, TestServer.bundle(50, "1.0.0"));
        server.serve("Echo", 1, new TestFacade(), EVERYWHERE, TestServer.bundle(51, "1.1.0"));
        await().until(() -> heard.swaps.size() == 1);
        assertThat(heard.swaps).isEqualTo(server.server.context().swaps().latest());
        assertThat(heard.swaps.get(0).kind()).isEqualTo(SwapStatus.Kind.SIDE_BY_SIDE);
    }

    @Test
    public void aListenerThatFailsHurtsNobodyAndIsLoggedOnce() throws Exception {
        List<String> failed = new CopyOnWriteArrayList<>();
        ServerListener failing = (ServerListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServerListener.class}, (proxy, method, args) -> {
                    failed.add(method.getName());
                    throw new StackOverflowError("listener");
                });
        server.server.context().listeners().add(0, failing);
        server.serve("Echo", 1, new TestFacade().with("Say", (call, params) -> "{}"));
        try (WireClient client = server.agent()) {
            assertThat(client.call("Echo", 1, "Say", "{}")).contains("\"response\":{}");
            assertThat(client.call("Nope", 1, "Say", "{}")).contains("not implemented");
        }
        await().until(() -> heard.disconnected.size() == 1 && heard.calls.size() == 1);
        assertThat(failed).containsExactlyInAnyOrder("connected", "loggedIn", "called", "refused", "disconnected");
        assertThat(heard.refused).hasSize(1);
        assertThat(log.lines("the like is not logged again")).hasSize(1);
    }

    @Test
    public void aListenerThatWentHearsNoMore() throws Exception {
        try (WireClient client = server.agent()) {
            await().until(() -> heard.logins.size() == 1);
            server.server.context().listeners().remove(1);
            client.call("Nope", 1, "Say", "{}");
        }
        await().until(() -> server.server.figures().connections() == 0);
        assertThat(heard.refused).isEmpty();
        assertThat(heard.disconnected).isEmpty();
    }

    @Test
    public void refusalsAreLabelledInTheMannerOfSettings() {
        assertThat(Refusal.CALL_QUEUE_FULL.label()).isEqualTo("call-queue-full");
    }
}
