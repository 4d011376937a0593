// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.access.api.LoginDecision;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.agentbinary.api.AgentBinarySource;
import io.facet.agentbinary.internal.AgentBinaryConfig;
import io.facet.agentbinary.internal.AgentBinaryServiceImpl;
import io.facet.core.AgentBinaryVersion;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.HttpIntake;
import io.facet.facade.api.HttpRefusal;
import io.facet.facade.api.HttpReply;
import io.facet.facade.api.HttpRequest;
import io.facet.provisioning.api.AgentBinaryFinder;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The rows on {@code /tools} of {@code wire.md} section 7, on the real store of binaries. */
public class ToolsResourceTest {

    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String VERSION = "4.0-beta5-ubuntu-amd64";
    private static final AgentBinarySource NOWHERE = new AgentBinarySource("", "", false, "", "");

    @Rule
    public final StoreRule store = new StoreRule();

    private AgentBinaryServiceImpl binaries;
    private ToolsResource resource;

    @Before
    public void start() {
        binaries = new AgentBinaryServiceImpl(store.store(), config());
        resource = new ToolsResource(finder(), binaries);
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

    /** Of a model whose configuration names no stream. */
    private AgentBinaryFinder finder() {
        return new AgentBinaryFinder() {
            @Override
            public CompletionStage<List<io.facet.agentbinary.api.AgentBinary>> find(
                    String modelUuid, AgentBinaryQuery query, String stream) {
                return binaries.search(query, NOWHERE, store.read(tx -> binaries.find(tx, query)));
            }

            @Override
            public CompletionStage<io.facet.agentbinary.api.AgentBinaryArchive> open(
                    String modelUuid, AgentBinaryVersion version) {
                return binaries.open(modelUuid, NOWHERE, version);
            }
        };
    }

    @Test
    public void whatUsersUploadIsDownloadedByAnyone() throws IOException {
        HttpReply uploaded = upload(user("superuser"), VERSION, ToolsResource.ARCHIVE_TYPE, "the archive");

        assertThat(uploaded.status()).isEqualTo(200);
        assertThat(text(uploaded))
                .startsWith("{\"tools\":[{\"version\":\"" + VERSION + "\",\"url\":\"https://ctl:17070/model/" + MODEL
                        + "/tools/" + VERSION + "\",\"sha256\":\"")
                .endsWith("\",\"size\":11}]}");
        HttpReply reply = reply(get(VERSION));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).isEqualTo(Map.of("Content-Type", "application/x-tar-gz"));
        assertThat(reply.length()).isEqualTo(11);
        assertThat(text(reply)).isEqualTo("the archive");
    }

    @Test
    public void onlyUploadsNeedALogin() {
        assertThat(resource.needsLogin("POST")).isTrue();
        assertThat(List.of("GET", "HEAD", "PUT", "DELETE")).noneMatch(resource::needsLogin);
    }

    @Test
    public void badVersionIsABadRequest() {
        assertRefused(
                () -> resource.begin(get("x")), "bad request", "error parsing version: invalid binary version \"x\"");
    }

    @Test
    public void whatIsNowhereIsNotFound() {
        assertRefused(
                () -> reply(get(VERSION)), "not found", "error fetching agent binaries: no agent binaries available");
    }

    @Test
    public void otherMethodsAreNotAllowed() {
        for (String method : List.of("PUT", "HEAD", "DELETE", "POST")) {
            assertRefused(
                    () -> resource.begin(request(method, VERSION, "", Optional.of(user("superuser")), Map.of())),
                    "method not allowed",
                    "unsupported method: \"" + method + "\"");
        }
        assertRefused(
                () -> resource.begin(request("GET", "", "", Optional.empty(), Map.of())),
                "method not allowed",
                "unsupported method: \"GET\"");
    }

    @Test
    public void machinesAndUsersOfNoRankDoNotUpload() throws IOException {
        LoginDecision.Accepted machine = new LoginDecision.Accepted(
                "machine-0", "machine", true, false, "c", "4.0", List.of(), Optional.empty());

        assertForbidden(machine, "authorization failed: tag kind machine not valid\n");
        assertForbidden(user("login"), "authorization failed: permission denied\n");
    }

    @Test
    public void uploadsMustSayWhatTheyAre() {
        LoginDecision.Accepted user = user("superuser");
        assertRefused(
                () -> resource.begin(request("POST", "", ToolsResource.ARCHIVE_TYPE, Optional.of(user), Map.of())),
                "bad request",
                "expected binaryVersion argument");
        assertRefused(
                () -> upload(user, VERSION, "text/plain", "x"),
                "bad request",
                "expected Content-Type: application/x-tar-gz, got: text/plain");
        assertRefused(
                () -> upload(user, "x", ToolsResource.ARCHIVE_TYPE, "x"),
                "bad request",
                "invalid agent binaries version \"x\": invalid binary version \"x\"");
        assertRefused(
                () -> upload(user, VERSION, ToolsResource.ARCHIVE_TYPE, ""),
                "bad request",
                "cannot store agent binaries: no agent binaries uploaded");
    }

    @Test
    public void uploadThatIsGivenUpLeavesNothing() {
        HttpIntake intake = resource.begin(post(user("superuser"), VERSION, ToolsResource.ARCHIVE_TYPE));
        intake.write(ByteBuffer.wrap(new byte[10]));
        intake.abort();

        assertThat(store.folder().resolve("agent-binaries")).isEmptyDirectory();
    }

    private void assertForbidden(LoginDecision.Accepted peer, String text) {
        assertThatThrownBy(() -> resource.begin(post(peer, VERSION, ToolsResource.ARCHIVE_TYPE)))
                .isInstanceOfSatisfying(HttpRefusal.class, refusal -> {
                    assertThat(refusal.reply().status()).isEqualTo(403);
                    assertThat(text(refusal.reply())).isEqualTo(text);
                });
    }

    private HttpReply upload(LoginDecision.Accepted peer, String version, String type, String content) {
        HttpIntake intake = resource.begin(post(peer, version, type));
        intake.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
        return join(intake.finish());
    }

    private HttpReply reply(HttpRequest request) {
        return join(resource.begin(request).finish());
    }

    private static HttpReply join(CompletionStage<HttpReply> reply) {
        try {
            return reply.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static HttpRequest get(String version) {
        return request("GET", version, "", Optional.empty(), Map.of());
    }

    private static HttpRequest post(LoginDecision.Accepted peer, String version, String type) {
        return request("POST", "", type, Optional.of(peer), Map.of("binaryVersion", version));
    }

    private static HttpRequest request(
            String method, String name, String type, Optional<LoginDecision.Accepted> peer, Map<String, String> query) {
        return new HttpRequest(method, "ctl:17070", MODEL, name, query, type, peer);
    }

    private static LoginDecision.Accepted user(String access) {
        return new LoginDecision.Accepted(
                "user-admin",
                "user",
                false,
                false,
                "c",
                "4.0",
                List.of(),
                Optional.of(new LoginDecision.UserAccess(access, "admin")));
    }

    private static String text(HttpReply reply) {
        try {
            return new String(reply.body().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(FacadeException.class, refusal -> {
            assertThat(refusal).hasMessage(message);
            assertThat(refusal.code()).isEqualTo(code);
        });
    }
}
