// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.agentbinary.api.AgentBinarySource;
import io.facet.agentbinary.http.internal.ToolsResource;
import io.facet.agentbinary.internal.AgentBinaryConfig;
import io.facet.agentbinary.internal.AgentBinaryServiceImpl;
import io.facet.core.AgentBinaryVersion;
import io.facet.provisioning.api.AgentBinaryFinder;
import io.facet.store.testing.StoreRule;
import java.lang.reflect.Proxy;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Agent binaries all the way: from an upload over TLS onto the disk, and back ({@code wire.md} section 7). */
public class AgentBinariesTest {

    private static final String VERSION = "4.0-beta5-ubuntu-amd64";
    private static final int SIZE = 5_000_000;
    private static final String TYPE = "Content-Type: application/x-tar-gz";

    @Rule
    public final StoreRule store = new StoreRule();

    @Rule
    public final TestServer server = new TestServer();

    private AgentBinaryServiceImpl binaries;

    @Before
    public void register() {
        binaries = new AgentBinaryServiceImpl(store.store(), config());
        server.server.context().resources().add("tools", new Rank(0, 9), new ToolsResource(finder(), binaries));
    }

    @After
    public void stop() {
        binaries.deactivate();
    }

    private AgentBinaryConfig config() {
        return (AgentBinaryConfig) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {AgentBinaryConfig.class},
                (proxy, method, args) -> method.getName().equals("dir")
                        ? store.folder().resolve("agent-binaries").toString()
                        : method.getDefaultValue());
    }

    private AgentBinaryFinder finder() {
        return new AgentBinaryFinder() {
            @Override
            public CompletionStage<List<AgentBinary>> find(String modelUuid, AgentBinaryQuery query, String stream) {
                return CompletableFuture.completedFuture(List.of());
            }

            @Override
            public CompletionStage<AgentBinaryArchive> open(String modelUuid, AgentBinaryVersion version) {
                return binaries.open(modelUuid, new AgentBinarySource("", "", false, "", ""), version);
            }
        };
    }

    @Test
    public void whatAUserUploadsAnyoneDownloadsFromAnyModel() throws Exception {
        byte[] archive = new byte[SIZE];
        new Random(1).nextBytes(archive);
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(head("POST /tools?binaryVersion=" + VERSION, TYPE, user(), "Content-Length: " + SIZE));
            client.raw(archive);
            assertThat(client.receiveHttp())
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("\"version\":\"" + VERSION + "\"")
                    .endsWith("\"size\":" + SIZE + "}]}");

            for (String path : List.of("/tools/", "/model/" + FakeLogins.MODEL + "/tools/")) {
                client.raw(head("GET " + path + VERSION));
                assertThat(client.receiveHead())
                        .startsWith("HTTP/1.1 200 OK")
                        .containsIgnoringCase("content-type: application/x-tar-gz\r\n")
                        .containsIgnoringCase("content-length: " + SIZE + "\r\n");
                assertThat(client.take(SIZE)).isEqualTo(archive);
            }
        }
    }

    @Test
    public void downloadsThatCannotBeAreAnsweredAsTheContractSays() throws Exception {
        try (WireClient client = WireClient.open(server.server.port())) {
            assertJson(
                    client,
                    "GET /tools/x",
                    400,
                    "error parsing version: invalid binary version \\\"x\\\"",
                    "bad request");
            assertJson(
                    client,
                    "GET /tools/" + VERSION,
                    404,
                    "error fetching agent binaries: no agent binaries available",
                    "not found");
            assertJson(client, "PUT /tools/" + VERSION, 405, "unsupported method: \\\"PUT\\\"", "method not allowed");
            client.raw(head("HEAD /tools/" + VERSION));
            assertThat(client.receiveHead()).startsWith("HTTP/1.1 405 ");
            assertThat(client.http("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("running\n");
        }
    }

    @Test
    public void uploadsAreForUsersOnly() throws Exception {
        String machine = basic("machine-42", FakeLogins.PASSWORD) + "\r\nX-Juju-Nonce: " + FakeLogins.NONCE;
        try (WireClient client = WireClient.open(server.server.port())) {
            client.raw(head("POST /model/" + FakeLogins.MODEL + "/tools", machine));
            assertThat(client.receiveHttp())
                    .startsWith("HTTP/1.1 403 ")
                    .endsWith("\r\n\r\nauthorization failed: tag kind machine not valid\n");
            client.raw(head("POST /tools"));
            assertThat(client.receiveHttp())
                    .startsWith("HTTP/1.1 401 ")
                    .endsWith("\r\n\r\nauthentication failed: no credentials provided\n");
        }
    }

    private static void assertJson(WireClient client, String line, int status, String message, String code)
            throws Exception {
        client.raw(head(line));
        assertThat(client.receiveHttp())
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("content-type: application/json\r\n")
                .endsWith("\r\n\r\n{\"error\":{\"message\":\"" + message + "\",\"code\":\"" + code + "\"}}");
    }

    private static byte[] head(String line, String... headers) {
        return (line + " HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers)
                        + (headers.length == 0 ? "\r\n" : "\r\n\r\n"))
                .getBytes(ISO_8859_1);
    }

    private static String user() {
        return basic("user-admin", "topsecretpassword");
    }

    private static String basic(String tag, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((tag + ":" + password).getBytes(ISO_8859_1));
    }
}
