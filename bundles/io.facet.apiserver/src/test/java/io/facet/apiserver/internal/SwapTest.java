// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.internal.facade.FacadeBundle;
import io.facet.apiserver.internal.facade.FacadeKey;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.Rule;
import org.junit.Test;

/** Facades and services that come and go under open connections ({@code DESIGN.md} section 5). */
public class SwapTest {

    private static final Set<String> EVERYWHERE = Set.of("iaas", "caas");
    private static final FacadeBundle OLD = TestServer.bundle(50, "1.0.0");
    private static final FacadeBundle NEW = TestServer.bundle(51, "1.1.0");
    private static final String CALL = WireClient.request(1, "Echo", 1, "", "Say", "{}");

    @Rule
    public final TestServer server = new TestServer();

    private static TestFacade saying(String word) {
        return new TestFacade().with("Say", (call, params) -> "{\"" + word + "\":1}");
    }

    private static String said(String word) {
        return "{\"request-id\":1,\"response\":{\"" + word + "\":1}}";
    }

    @Test
    public void theHighestBundleVersionServesAndItsRemovalGoesBack() throws Exception {
        long oldId = server.serve("Echo", 1, saying("old"), EVERYWHERE, OLD);
        try (WireClient client = server.agent()) {
            assertThat(client.call(CALL)).isEqualTo(said("old"));
            long newId = server.serve("Echo", 1, saying("new"), EVERYWHERE, NEW);
            assertThat(client.call(CALL)).isEqualTo(said("new"));
            server.serve("Echo", 1, saying("late"), EVERYWHERE, NEW);
            assertThat(client.call(CALL)).as("ties: the oldest service").isEqualTo(said("new"));
            server.server.context().facades().remove(newId);
            assertThat(client.call(CALL)).isEqualTo(said("late"));
            server.server.context().facades().remove(oldId);
            assertThat(client.call(CALL)).isEqualTo(said("late"));
        }
    }

    @Test
    public void aVersionThatAppearsIsCallableOnOpenConnections() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(client.call(CALL)).contains("unknown version 1 for facade type \\\"Echo\\\"");
            server.serve("Echo", 1, saying("new"));
            assertThat(client.call(CALL)).isEqualTo(said("new"));
            server.serve("Echo", 12, saying("newer"));
            server.serve("Echo", 2, saying("newer"));
        }
        try (WireClient client = server.connect("/model/" + MODEL + "/api")) {
            assertThat(client.login("machine-42")).contains("{\"name\":\"Echo\",\"versions\":[1,2,12]}");
        }
    }

    @Test
    public void aCallToAnInstalledVersionWaitsForItsProvider() throws Exception {
        server.server.context().facades().declare(OLD, Set.of(new FacadeKey("Echo", 1)));
        try (WireClient client = server.agent()) {
            client.send(CALL);
            await().until(() -> server.server.context().parking().size() == 1);
            server.serve("Echo", 1, saying("new"));
            assertThat(client.reply()).isEqualTo(said("new"));
            assertThat(server.server.context().parking().size()).isZero();
        }
    }

    @Test
    public void aCallThatWaitsInVainIsAnsweredTryAgain() throws Exception {
        server.set("park.timeout.ms", 100);
        server.server.context().facades().declare(OLD, Set.of(new FacadeKey("Echo", 1)));
        try (WireClient client = server.agent()) {
            assertThat(client.call(CALL))
                    .isEqualTo("{\"request-id\":1,\"error\":\"try again\",\"error-code\":\"try again\","
                            + "\"response\":{}}");
        }
    }

    @Test
    public void aWaitingCallLearnsThatTheBundleWasUninstalled() throws Exception {
        server.server.context().facades().declare(OLD, Set.of(new FacadeKey("Echo", 1)));
        try (WireClient client = server.agent()) {
            client.send(CALL);
            await().until(() -> server.server.context().parking().size() == 1);
            server.server.context().facades().undeclare(OLD.id());
            assertThat(client.reply()).contains("unknown version 1 for facade type \\\"Echo\\\"");
        }
    }

    @Test
    public void aWaitingCallToAMethodThatIsGoneIsAnswered() throws Exception {
        server.server.context().facades().declare(OLD, Set.of(new FacadeKey("Echo", 1)));
        try (WireClient client = server.agent()) {
            client.send(WireClient.request(1, "Echo", 1, "", "Shout", "{}"));
            await().until(() -> server.server.context().parking().size() == 1);
            server.serve("Echo", 1, saying("new"));
            assertThat(client.reply()).contains("unknown method \\\"Shout\\\" at version 1");
        }
    }

    @Test
    public void waitingCallsAreCappedAndLeaveWithTheirConnection() throws Exception {
        server.set("max.parked.calls", 1);
        server.server.context().facades().declare(OLD, Set.of(new FacadeKey("Echo", 1)));
        try (WireClient client = server.agent()) {
            client.send(CALL);
            assertThat(client.call(WireClient.request(2, "Echo", 1, "", "Say", "{}")))
                    .isEqualTo("{\"request-id\":2,\"error\":\"try again\",\"error-code\":\"try again\","
                            + "\"response\":{}}");
            assertThat(server.server.context().parking().size()).isEqualTo(1);
        }
        await().until(() -> server.server.context().parking().size() == 0);
    }

    @Test
    public void aCallInFlightEndsOnTheProviderItBeganOn() throws Exception {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        CompletableFuture<Void> entered = new CompletableFuture<>();
        long id = server.serve("Echo", 1, new TestFacade().async("Say", (call, params) -> {
                    entered.complete(null);
                    return result;
                }));
        try (WireClient client = server.agent()) {
            client.send(CALL);
            entered.join();
            server.server.context().facades().remove(id);
            result.complete("{\"old\":1}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.reply()).isEqualTo(said("old"));
        }
    }

    @Test
    public void aLoginWaitsForItsService() throws Exception {
        server.server.context().logins().remove(2);
        try (WireClient client = server.connect("/model/" + MODEL + "/api")) {
            client.send(WireClient.request(
                    1,
                    "Admin",
                    3,
                    "",
                    "Login",
                    "{\"auth-tag\":\"machine-42\",\"credentials\":\"" + FakeLogins.PASSWORD + "\",\"nonce\":\""
                            + FakeLogins.NONCE + "\"}"));
            await().until(() -> server.server.context().parking().size() == 1);
            server.server.context().logins().add(new Rank(0, 3), server.logins);
            assertThat(client.reply()).contains("server-version");
        }
    }

    @Test
    public void aLoginThatWaitsInVainIsAnsweredTryAgainAndMayBeRepeated() throws Exception {
        server.set("park.timeout.ms", 100);
        server.server.context().logins().remove(2);
        try (WireClient client = server.connect("/model/" + MODEL + "/api")) {
            assertThat(client.call(WireClient.request(1, "Admin", 3, "", "Login", "{\"auth-tag\":\"machine-42\"}")))
                    .isEqualTo("{\"request-id\":1,\"error\":\"try again\",\"error-code\":\"try again\","
                            + "\"response\":{}}");
            server.server.context().logins().add(new Rank(0, 3), server.logins);
            assertThat(client.login("machine-42")).contains("server-version");
        }
    }

    @Test
    public void aModelThatCouldNotBeLookedUpIsFoundUnknownAtLogin() throws Exception {
        server.server.context().logins().remove(2);
        try (WireClient client = server.connect("/model/6f1c2a3e-0b4d-4c5e-8f60-000000000000/api")) {
            server.server.context().logins().add(new Rank(0, 3), server.logins);
            for (int i = 1; i <= 2; i++) {
                assertThat(client.call(WireClient.request(i, "Admin", 3, "", "Login", "{}")))
                        .contains("\"error-code\":\"model not found\"");
            }
        }
    }

    @Test
    public void statusShowsProvidersAndWhatIsInstalledOnly() {
        server.serve("Echo", 1, saying("old"), EVERYWHERE, OLD);
        server.serve("Echo", 1, saying("new"), EVERYWHERE, NEW);
        server.server.context().facades().declare(NEW, Set.of(new FacadeKey("Echo", 1), new FacadeKey("Other", 3)));
        assertThat(server.server.context().facades().status())
                .extracting(status -> status.name() + status.version() + "@" + status.bundleVersion() + ":"
                        + status.methods() + status.serving())
                .containsExactly("Echo1@1.1.0:1true", "Echo1@1.0.0:1false", "Other3@1.1.0:0false");
    }
}
