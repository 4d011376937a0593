// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.facade.api.FacadeException;
import io.facet.facade.api.HttpIntake;
import io.facet.facade.api.HttpRefusal;
import io.facet.facade.api.HttpReply;
import io.facet.facade.api.HttpRequest;
import io.facet.facade.api.HttpResource;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** HTTP resources over TLS ({@code wire.md} section 7): routes, logins, bodies in both directions. */
public class ResourcesTest {

    private static final long BIG = 40_000_000;

    @Rule
    public final TestServer server = new TestServer();

    private final Things things = new Things();

    /** Serves a big body, takes any body, and remembers what it saw. */
    private static final class Things implements HttpResource {
        private final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
        private final AtomicLong read = new AtomicLong();
        private final AtomicLong taken = new AtomicLong();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicBoolean aborted = new AtomicBoolean();

        @Override
        public boolean needsLogin(String method) {
            return method.equals("POST");
        }

        @Override
        public HttpIntake begin(HttpRequest request) {
            requests.add(request);
            return switch (request.method() + " " + request.name()) {
                case "GET big" ->
                    HttpIntake.withoutBody(() -> CompletableFuture.completedFuture(
                            new HttpReply(200, Map.of("Content-Type", "application/x-tar-gz"), BIG, new Zeros())));
                case "GET small", "POST plain" ->
                    HttpIntake.withoutBody(() -> CompletableFuture.completedFuture(HttpReply.json(200, "{}")));
                case "GET bad" -> throw new FacadeException("bad request", "no \"such\" thing");
                case "GET broken" -> throw new IllegalStateException("secret");
                case "GET late" ->
                    HttpIntake.withoutBody(() ->
                            CompletableFuture.failedFuture(new FacadeException("not found", "nothing, in the end")));
                case "POST no" -> throw new HttpRefusal(HttpReply.text(403, "authorization failed: no"));
                case "POST " -> new Counting();
                default ->
                    throw new FacadeException("method not allowed", "unsupported method: \"" + request.method() + "\"");
            };
        }

        private final class Zeros extends InputStream {
            @Override
            public int read() {
                read.incrementAndGet();
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                read.addAndGet(length);
                return length;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        }

        private final class Counting implements HttpIntake {
            @Override
            public void write(ByteBuffer bytes) {
                taken.addAndGet(bytes.remaining());
            }

            @Override
            public CompletionStage<HttpReply> finish() {
                return CompletableFuture.completedFuture(HttpReply.text(200, "took " + taken.get()));
            }

            @Override
            public void abort() {
                aborted.set(true);
            }
        }
    }

    @Before
    public void register() {
        server.server.context().resources().add("things", new Rank(0, 7), things);
    }

    private String http(String request) throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            return client.http(request);
        }
    }

    private static String request(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: x:17070\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    private static byte[] bytes(String request) {
        return request.getBytes(UTF_8);
    }

    private static String basic(String tag, String password) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString((tag + ":" + password).getBytes(UTF_8));
    }

    private static final String USER = basic("user-admin", "topsecretpassword");

    @Test
    public void resourcesAreServedOfTheControllerModelAndOfAnyOther() throws Exception {
        assertThat(http(request("GET", "/things/small")))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("\r\n\r\n{}");
        assertThat(http(request("GET", "/model/" + MODEL + "/things/small?a=b&a=c")))
                .startsWith("HTTP/1.1 200 OK");

        assertThat(things.requests.get(0).modelUuid()).isEqualTo(FakeLogins.CONTROLLER_MODEL);
        assertThat(things.requests.get(0).host()).isEqualTo("x:17070");
        assertThat(things.requests.get(0).peer()).isEmpty();
        assertThat(things.requests.get(1).modelUuid()).isEqualTo(MODEL);
        assertThat(things.requests.get(1).query()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    public void pathsOfNoResourceAreNotFound() throws Exception {
        for (String path : List.of("/other", "/things/", "/things/a/b", "/model/" + MODEL + "/other/x")) {
            assertThat(http(request("GET", path)))
                    .as(path)
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("404 page not found\n");
        }
    }

    @Test
    public void modelsThatAreNoneAreRefused() throws Exception {
        assertThat(http(request("GET", "/model/rubbish/things/small")))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("\r\n\r\ninvalid model UUID \"rubbish\"\n");
        String unknown = "00000000-0000-4000-8000-00000000dead";
        assertThat(http(request("GET", "/model/" + unknown + "/things/small")))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("{\"error\":{\"message\":\"unknown model: \\\"" + unknown
                        + "\\\"\",\"code\":\"model not found\"}}");
    }

    @Test
    public void refusalsAreJsonWithTheStatusOfTheirCode() throws Exception {
        assertThat(http(request("GET", "/things/bad")))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("content-type: application/json\r\n")
                .endsWith("{\"error\":{\"message\":\"no \\\"such\\\" thing\",\"code\":\"bad request\"}}");
        assertThat(http(request("GET", "/things/late")))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("{\"error\":{\"message\":\"nothing, in the end\",\"code\":\"not found\"}}");
        assertThat(http(request("PUT", "/things/small", "Content-Length: 0")))
                .startsWith("HTTP/1.1 405 ")
                .endsWith("{\"error\":{\"message\":\"unsupported method: \\\"PUT\\\"\","
                        + "\"code\":\"method not allowed\"}}");
        assertThat(http(request("GET", "/things/broken")))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("secret");
    }

    @Test
    public void loginsAreThoseOfTheApi() throws Exception {
        String none = http(request("POST", "/things/plain", "Content-Length: 0"));
        assertThat(none)
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("WWW-Authenticate: Basic realm=\"juju\"")
                .endsWith("\r\n\r\nauthentication failed: no credentials provided\n");
        assertThat(http(request("POST", "/things/plain", "Content-Length: 0", basic("user-admin", "wrong"))))
                .startsWith("HTTP/1.1 401 ")
                .endsWith("authentication failed: invalid entity name or password\n");
        assertThat(http(request("POST", "/things/plain", "Content-Length: 0", basic("user-nobody", "x"))))
                .startsWith("HTTP/1.1 403 ")
                .endsWith("authorization failed: permission denied\n");
        assertThat(http(request("POST", "/things/plain", "Content-Length: 0", USER)))
                .startsWith("HTTP/1.1 200 ");
        assertThat(http(request(
                        "POST",
                        "/model/" + MODEL + "/things/plain",
                        "Content-Length: 0",
                        basic("machine-42", FakeLogins.PASSWORD),
                        "X-Juju-Nonce: " + FakeLogins.NONCE)))
                .startsWith("HTTP/1.1 200 ");
        assertThat(http(request(
                        "POST", "/things/plain", "Content-Length: 0", basic("machine-42", FakeLogins.PASSWORD))))
                .startsWith("HTTP/1.1 401 ")
                .endsWith("authentication failed: machine 42 not provisioned\n");

        assertThat(things.requests).hasSize(2);
        assertThat(things.requests.get(0).peer().orElseThrow().authTag()).isEqualTo("user-admin");
        assertThat(things.requests.get(1).peer().orElseThrow().kind()).isEqualTo("machine");
    }

    @Test
    public void agentThatIsToTryAgainIsNotToldThatItIsUnknown() throws Exception {
        server.logins.tokens.set(0);

        assertThat(http(request("POST", "/things/plain", "Content-Length: 0", basic("machine-42", "x"))))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("{\"error\":{\"message\":\"try again\",\"code\":\"try again\"}}");
    }

    @Test
    public void bigBodyIsReadNoFasterThanItIsTaken() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(bytes(request("GET", "/things/big")));
            await().until(() -> things.read.get() > 0);
            assertThat(client.receiveHead())
                    .startsWith("HTTP/1.1 200 OK")
                    .containsIgnoringCase("content-length: " + BIG + "\r\n")
                    .containsIgnoringCase("content-type: application/x-tar-gz\r\n");
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            assertThat(things.read.get()).isLessThan(BIG / 2);

            client.skip(BIG);

            await().untilTrue(things.closed);
            assertThat(things.read.get()).isEqualTo(BIG);
            assertThat(client.http(request("GET", "/things/small"))).endsWith("{}");
            assertThat(client.http(request("GET", "/health"))).endsWith("running\n");
        }
    }

    @Test
    public void bodyIsClosedWhenTheClientGoesAway() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(bytes(request("GET", "/things/big")));
            await().until(() -> things.read.get() > 0);
        }

        await().untilTrue(things.closed);
        assertThat(things.read.get()).isLessThan(BIG);
    }

    @Test
    public void bigBodyIsTakenPieceByPiece() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(bytes(request("POST", "/things", "Content-Length: 3000000", USER)));
            byte[] piece = new byte[100_000];
            for (int i = 0; i < 30; i++) {
                client.raw(piece);
            }

            assertThat(client.receiveHttp()).startsWith("HTTP/1.1 200 OK").endsWith("took 3000000\n");
            assertThat(client.http(request("GET", "/things/small"))).endsWith("{}");
        }
    }

    @Test
    public void intakeIsGivenUpWhenTheClientGoesAway() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(bytes(request("POST", "/things", "Content-Length: 3000000", USER)));
            client.raw(new byte[1000]);
            await().until(() -> things.taken.get() > 0);
        }

        await().untilTrue(things.aborted);
    }

    @Test
    public void refusedUploadIsAnsweredBeforeItsBodyCame() throws Exception {
        assertThat(http(request("POST", "/things/no", "Content-Length: 3000000", USER)))
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase("connection: close\r\n")
                .endsWith("authorization failed: no\n");
        assertThat(things.taken.get()).isZero();
    }

    @Test
    public void clientThatAsksFirstIsToldToGoOn() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(bytes(request("POST", "/things", "Content-Length: 3", "Expect: 100-continue", USER)));
            assertThat(client.receiveHead()).startsWith("HTTP/1.1 100 Continue");
            client.raw("abc".getBytes(UTF_8));
            assertThat(client.receiveHttp()).endsWith("took 3\n");
        }
    }

    @Test
    public void requestsSentTogetherAreAnsweredInOrder() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(
                    bytes(request("GET", "/things/bad") + request("GET", "/health") + request("GET", "/things/small")));
            assertThat(client.receiveHttp()).startsWith("HTTP/1.1 400 ");
            assertThat(client.receiveHttp()).endsWith("running\n");
            assertThat(client.receiveHttp()).endsWith("{}");
            assertThat(client.http(WireClient.upgrade("/api"))).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    public void requestForAResourceThatIsBeingExchangedWaitsForIt() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            server.server.context().resources().remove(7);
            client.raw(bytes(request("GET", "/things/small")));
            await().until(() -> server.server.context().parking().size() == 1);
            register();
            assertThat(client.receiveHttp()).endsWith("{}");
        }
    }

    @Test
    public void resourceThatStaysAwayIsToTryAgainAndNoConnectionIsHarmed() throws Exception {
        server.set("park.timeout.ms", 100);
        try (WireClient agent = server.agent();
                WireClient client = WireClient.open(server.server.port())) {
            server.server.context().resources().remove(7);
            assertThat(client.http(request("GET", "/things/small"))).startsWith("HTTP/1.1 503 ");
            register();
            assertThat(client.http(request("GET", "/things/small"))).endsWith("{}");
            assertThat(agent.call("Pinger", 1, "Ping", "{}")).contains("\"response\":{}");
        }
    }
}
