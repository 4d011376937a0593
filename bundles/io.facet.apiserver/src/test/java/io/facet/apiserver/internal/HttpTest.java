// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.Rule;
import org.junit.Test;

/** Paths, status codes and upgrades ({@code wire.md} 1.1, 1.2 and 7). */
public class HttpTest {

    @Rule
    public final TestServer server = new TestServer();

    private String http(String request) throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            return client.http(request);
        }
    }

    private String get(String path) throws Exception {
        return http("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    @Test
    public void apiPathsUpgrade() throws Exception {
        for (String path : List.of("/", "/api", "/model//api", "/model/" + MODEL + "/api", "/api?x=y")) {
            try (WireClient client = WireClient.open(server.server.port())) {
                assertThat(client.http(WireClient.upgrade(path))).as(path).startsWith("HTTP/1.1 101 ");
            }
        }
    }

    @Test
    public void otherPathsAreNotFound() throws Exception {
        for (String path :
                List.of("/nope", "/model/" + MODEL + "/api/", "/model/" + MODEL, "/api/", "/model/x/y/api")) {
            assertThat(http(WireClient.upgrade(path)))
                    .as(path)
                    .startsWith("HTTP/1.1 404 Not Found")
                    .contains("text/plain")
                    .endsWith("\r\n\r\n404 page not found\n");
        }
    }

    @Test
    public void aSegmentThatIsNoUuidIsABadRequest() throws Exception {
        for (String segment : List.of("rubbish", MODEL.toUpperCase(Locale.ROOT), "6f1c2a3e")) {
            assertThat(http(WireClient.upgrade("/model/" + segment + "/api")))
                    .startsWith("HTTP/1.1 400 Bad Request")
                    .contains("text/plain")
                    .endsWith("\r\n\r\ninvalid model UUID \"" + segment + "\"\n");
        }
    }

    @Test
    public void aSegmentNeedOnlyContainAUuid() throws Exception {
        try (WireClient client = server.connect("/model/x" + MODEL + "y/api")) {
            assertThat(client.call("Pinger", 1, "Ping", "{}"))
                    .contains("unknown model: \\\"x" + MODEL + "y\\\"")
                    .contains("model not found");
        }
    }

    @Test
    public void whatIsNoUpgradeIsABadRequest() throws Exception {
        assertThat(get("/api"))
                .startsWith("HTTP/1.1 400 Bad Request")
                .containsIgnoringCase("Sec-WebSocket-Version: 13")
                .endsWith("Bad Request\n");
        assertThat(http(WireClient.upgrade("/api").replace("Version: 13", "Version: 8")))
                .startsWith("HTTP/1.1 400 Bad Request");
        assertThat(http(WireClient.upgrade("/api").replace("GET", "POST")))
                .startsWith("HTTP/1.1 405 Method Not Allowed");
        assertThat(http("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/%zz")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    public void nothingOfferedIsNegotiated() throws Exception {
        String request = WireClient.upgrade("/api")
                .replace(
                        "\r\n\r\n",
                        "\r\nOrigin: http://evil\r\nSec-WebSocket-Protocol: a, b\r\n"
                                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
        assertThat(http(request))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContainIgnoringCase("Sec-WebSocket-Protocol")
                .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
    }

    @Test
    public void healthFollowsTheServices() throws Exception {
        assertThat(get("/health")).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nrunning\n");
        server.server.context().logins().remove(2);
        assertThat(get("/health")).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\nstarting\n");
        assertThat(server.server.health()).isEqualTo("starting");
        server.server.context().logins().add(new Rank(0, 2), server.logins);
        server.server.context().changes().remove(1);
        assertThat(get("/health")).startsWith("HTTP/1.1 503 ");
        assertThat(http("PUT /health HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("Allow: GET");
    }

    @Test
    public void aConnectionServesSeveralPlainRequests() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            String request = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
            assertThat(client.http(request)).endsWith("running\n");
            assertThat(client.http(request)).endsWith("running\n");
            assertThat(client.http(WireClient.upgrade("/api"))).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    public void anotherClientLibraryThatTrustsTheCertificateConnects() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (WireClient probe = server.connect("/api")) {
            assertThat(probe.protocol()).isEqualTo("TLSv1.3");
            trusted.setCertificateEntry("server", probe.serverCertificate());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        CompletableFuture<String> reply = new CompletableFuture<>();
        WebSocket socket = HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("wss://localhost:" + server.server.port() + "/model/" + MODEL + "/api"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                                reply.complete(data.toString());
                                return null;
                            }
                        })
                .get(10, TimeUnit.SECONDS);
        socket.sendText(WireClient.request(1, "Admin", 3, "", "RedirectInfo", "{}"), true);
        assertThat(reply.get(10, TimeUnit.SECONDS))
                .isEqualTo("{\"request-id\":1,\"error\":\"not redirected\",\"response\":{}}\n");
        socket.abort();
    }
}
