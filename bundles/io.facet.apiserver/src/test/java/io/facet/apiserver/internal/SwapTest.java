// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.api.SwapStatus.Kind;
import io.facet.apiserver.internal.facade.FacadeBundle;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.apiserver.internal.facade.FacadeProvider;
import io.facet.apiserver.internal.facade.FacadeRegistry;
import io.facet.apiserver.internal.facade.SwapFigures;
import io.facet.apiserver.internal.net.FacetServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Version;

/** Facades and services that come and go under open connections ({@code DESIGN.md} section 5). */
public class SwapTest {

    private static final Set<String> EVERYWHERE = Set.of("iaas", "caas");
    private static final FacadeBundle OLD = TestServer.bundle(50, "1.0.0");
    private static final FacadeBundle NEW = TestServer.bundle(51, "1.1.0");
    private static final FacadeKey ECHO = new FacadeKey("Echo", 1);
    private static final String CALL = WireClient.request(1, "Echo", 1, "", "Say", "{}");

    @Rule
    public final TestServer server = new TestServer();

    private static TestFacade saying(String word) {
        return new TestFacade().with("Say", (call, params) -> "{\"" + word + "\":1}");
    }

    /** A call of it holds its thread from when it has entered until the gate is open. */
    private static TestFacade blocking(CompletableFuture<Void> entered, CompletableFuture<Void> gate) {
        return new TestFacade().with("Say", (call, params) -> {
            entered.complete(null);
            gate.join();
            return "{}";
        });
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
        server.declare(OLD, ECHO);
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
        server.declare(OLD, ECHO);
        try (WireClient client = server.agent()) {
            assertThat(client.call(CALL))
                    .isEqualTo("{\"request-id\":1,\"error\":\"try again\",\"error-code\":\"try again\","
                            + "\"response\":{}}");
        }
    }

    @Test
    public void aWaitingCallLearnsThatTheBundleWasUninstalled() throws Exception {
        server.declare(OLD, ECHO);
        try (WireClient client = server.agent()) {
            client.send(CALL);
            await().until(() -> server.server.context().parking().size() == 1);
            server.server.context().facades().undeclare(OLD.id());
            assertThat(client.reply()).contains("unknown version 1 for facade type \\\"Echo\\\"");
        }
    }

    @Test
    public void aWaitingCallToAMethodThatIsGoneIsAnswered() throws Exception {
        server.declare(OLD, ECHO);
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
        server.declare(OLD, ECHO);
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
    public void whoeverGoesIsHeldUntilTheCallsOnItHaveEnded() throws Exception {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        long id = server.serve("Echo", 1, new TestFacade().async("Say", (call, params) -> result));
        try (WireClient client = server.agent()) {
            client.send(CALL);
            await().until(() -> running() == 1);
            CompletableFuture<Drain> drain = server.server.context().facades().remove(id);
            assertThat(drain).isNotDone();
            result.complete("{\"old\":1}".getBytes(StandardCharsets.UTF_8));
            assertThat(drain.get(10, TimeUnit.SECONDS)).isEqualTo(new Drain(1, 0));
            assertThat(client.reply()).isEqualTo(said("old"));
        }
    }

    @Test
    public void whileALongCallRunsOthersGoOnOnAProviderThatIsAboutToGo() throws Exception {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        long id = server.serve("Echo", 1, saying("old").async("Dream", (call, params) -> result));
        try (WireClient client = server.agent()) {
            client.send(WireClient.request(2, "Echo", 1, "", "Dream", "{}"));
            await().until(() -> running() == 1);
            CompletableFuture<Drain> left = server.server.context().facades().leave(id);
            await().pollDelay(Duration.ofMillis(300))
                    .until(() -> client.call(CALL).equals(said("old")));
            assertThat(left).isNotDone();

            result.complete("{}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.reply()).contains("\"request-id\":2");
            assertThat(left.get(10, TimeUnit.SECONDS)).isEqualTo(new Drain(0, 0));
            client.send(CALL);
            await().until(() -> server.server.context().parking().size() == 1);
            server.serve("Echo", 1, saying("new"));
            assertThat(client.reply()).isEqualTo(said("new"));
        }
    }

    @Test
    public void aProviderThatIsReplacedGoesAtOnceForNewCalls() throws Exception {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        long id = server.serve("Echo", 1, new TestFacade().async("Say", (call, params) -> result), EVERYWHERE, NEW);
        server.serve("Echo", 1, saying("back"), EVERYWHERE, OLD);
        try (WireClient client = server.agent()) {
            client.send(CALL);
            await().until(() -> running() == 1);
            CompletableFuture<Drain> left = server.server.context().facades().leave(id);
            assertThat(client.call(CALL)).isEqualTo(said("back"));
            assertThat(left).isNotDone();
            result.complete("{}".getBytes(StandardCharsets.UTF_8));
            assertThat(left.get(10, TimeUnit.SECONDS)).isEqualTo(new Drain(1, 0));
        }
    }

    /** Its answer by timeout is not the end of a call: the facade still works on it. */
    @Test
    public void aCallThatWasGivenUpStillHoldsItsProvider() throws Exception {
        server.set("call.timeout.ms", 100);
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        long id = server.serve("Echo", 1, new TestFacade().async("Say", (call, params) -> result));
        try (WireClient client = server.agent()) {
            assertThat(client.call(CALL)).contains("deadline exceeded");
            CompletableFuture<Drain> drain = server.server.context().facades().remove(id);
            assertThat(drain).isNotDone();
            result.complete(null);
            assertThat(drain.get(10, TimeUnit.SECONDS)).isEqualTo(new Drain(1, 0));
        }
    }

    @Test
    public void aCallThatWaitedForAThreadGoesToWhoeverServesThen() throws Exception {
        server.set("call.threads", 1);
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        server.serve("Slow", 1, blocking(entered, gate));
        long id = server.serve("Echo", 1, saying("old"));
        try (WireClient client = server.agent()) {
            client.send(WireClient.request(2, "Slow", 1, "", "Say", "{}"));
            entered.join();
            client.send(CALL);
            await().until(() -> server.server.connections().get(0).calls() == 3);
            assertThat(server.server.context().facades().remove(id).get(10, TimeUnit.SECONDS))
                    .isEqualTo(new Drain(0, 0));
            gate.complete(null);
            assertThat(client.reply()).contains("\"request-id\":2");
            await().until(() -> server.server.context().parking().size() == 1);
            server.serve("Echo", 1, saying("new"));
            assertThat(client.reply()).isEqualTo(said("new"));
        }
    }

    @Test
    public void aProviderGetsNoCallsUntilItPassesItsProbe() throws Exception {
        TestFacade facade = saying("new").failing("no database");
        server.declare(OLD, ECHO);
        server.register("Echo", 1, facade, EVERYWHERE, OLD);
        await().until(() -> status().note().equals("its probe failed: no database"));
        try (WireClient client = server.agent()) {
            client.send(CALL);
            await().until(() -> server.server.context().parking().size() == 1);
            facade.recover();
            assertThat(client.reply()).isEqualTo(said("new"));
        }
    }

    @Test
    public void aNewerProviderThatDoesNotPassItsProbeLeavesTheOldOneServing() throws Exception {
        server.serve("Echo", 1, saying("old"), EVERYWHERE, OLD);
        server.declare(NEW, ECHO);
        server.register("Echo", 1, saying("new").failing("no database"), EVERYWHERE, NEW);
        await().until(() -> server.server.context().facades().trouble(NEW.id()).contains("no database"));
        try (WireClient client = server.agent()) {
            assertThat(client.call(CALL)).isEqualTo(said("old"));
        }
    }

    @Test
    public void aProviderThatItsBundleDoesNotDeclareIsNotServed() throws Exception {
        server.declare(OLD, new FacadeKey("Echo", 2));
        server.register("Echo", 1, saying("stray"), EVERYWHERE, OLD);
        await().until(() -> status().note().equals("is not declared by its bundle"));
        try (WireClient client = server.agent()) {
            assertThat(client.call(CALL)).contains("unknown version 1 for facade type \\\"Echo\\\"");
        }
        assertThatThrownBy(
                        () -> server.server.context().facades().ready(OLD.id()).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bundle 50 registers Echo 1, which it does not declare");
    }

    @Test
    public void aBundleHeldBackServesFromTheSwitchOnAndTheOldOneDrains() throws Exception {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        server.serve("Echo", 1, new TestFacade().async("Say", (call, params) -> result), EVERYWHERE, NEW);
        FacadeRegistry registry = server.server.context().facades();
        registry.hold(OLD.id());
        CompletableFuture<Void> ready = registry.ready(OLD.id());
        assertThatThrownBy(() -> ready.get(10, TimeUnit.SECONDS)).hasMessageContaining("declares no facade version");
        server.declare(OLD, ECHO);
        assertThat(registry.trouble(OLD.id())).isEqualTo("Echo 1 is not registered: its component has not come up");
        assertThatThrownBy(() -> registry.switchTo(OLD.id())).isInstanceOf(IllegalStateException.class);
        CompletableFuture<Void> second = registry.ready(OLD.id());
        server.register("Echo", 1, saying("back"), EVERYWHERE, OLD);
        second.get(10, TimeUnit.SECONDS);
        try (WireClient client = server.agent()) {
            client.send(CALL);
            await().until(() -> running() == 1);

            CompletableFuture<Drain> drain = registry.switchTo(OLD.id());
            assertThat(client.call(CALL)).as("while the old one still drains").isEqualTo(said("back"));
            assertThat(drain).isNotDone();
            result.complete("{\"old\":1}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.reply()).isEqualTo(said("old"));
            assertThat(drain.get(10, TimeUnit.SECONDS)).isEqualTo(new Drain(1, 0));
            assertThat(registry.isPinned(OLD.id())).isTrue();
            assertThat(server.server.context().swaps().latest())
                    .as("who switches says what it was")
                    .isEmpty();

            registry.unpin(OLD.id());
            assertThat(registry.isPinned(OLD.id())).isFalse();
            assertThat(registry.find(ECHO).orElseThrow().bundle()).isEqualTo(NEW);
        }
    }

    @Test
    public void aPinOutlivesTheServerAndEndsWithItsBundle() throws Exception {
        server.serve("Echo", 1, saying("new"), EVERYWHERE, NEW);
        server.serve("Echo", 1, saying("old"), EVERYWHERE, OLD);
        server.server.context().facades().switchTo(OLD.id());
        FacetServer next = new FacetServer(Settings.of(TestSettings.config(server.config)), server.dataDirectory());
        try {
            FacadeRegistry registry = next.context().facades();
            registry.declare(OLD, Set.of(ECHO), true);
            registry.declare(NEW, Set.of(ECHO), true);
            registry.add(new FacadeProvider(ECHO, saying("new"), Set.of("Say"), Set.of(), EVERYWHERE, 1, NEW));
            registry.add(new FacadeProvider(ECHO, saying("old"), Set.of("Say"), Set.of(), EVERYWHERE, 2, OLD));
            await().until(() -> registry.find(ECHO)
                    .filter(found -> found.bundle().equals(OLD))
                    .isPresent());
            FacadeBundle updated = new FacadeBundle(OLD.id(), OLD.name(), Version.parseVersion("1.0.1"));
            registry.declare(updated, Set.of(ECHO), true);
            assertThat(registry.find(ECHO).orElseThrow().bundle()).isEqualTo(NEW);
        } finally {
            next.stop();
        }
    }

    @Test
    public void exchangesAreCounted() throws Exception {
        long oldId = server.serve("Echo", 1, saying("old"), EVERYWHERE, OLD);
        long newId = server.serve("Echo", 1, saying("new"), EVERYWHERE, NEW);
        FacadeRegistry registry = server.server.context().facades();
        registry.remove(oldId);
        try (WireClient client = server.agent()) {
            registry.remove(newId);
            client.send(CALL);
            await().until(() -> server.server.context().parking().size() == 1);
            assertThat(registry.offered()).as("clients that log in meanwhile").contains(ECHO);
            server.serve("Echo", 1, saying("again"), EVERYWHERE, NEW);
            assertThat(client.reply()).isEqualTo(said("again"));
        }
        registry.undeclare(OLD.id());
        registry.remove(server.lastServiceId());
        registry.undeclare(NEW.id());
        assertThat(registry.offered()).isEmpty();

        List<SwapStatus> swaps = server.server.context().swaps().latest();
        assertThat(swaps)
                .extracting(
                        SwapStatus::kind, SwapStatus::subject, SwapStatus::from, SwapStatus::to, SwapStatus::outcome)
                .containsExactly(
                        tuple(Kind.SIDE_BY_SIDE, "Echo 1", "1.0.0", "1.1.0", "done"),
                        tuple(Kind.IN_PLACE, "Echo 1", "1.1.0", "1.1.0", "done"),
                        tuple(Kind.REMOVAL, "Echo 1", "1.1.0", "", "done"));
        assertThat(swaps).extracting(SwapStatus::parked).containsExactly(0, 1, 0);
        assertThat(swaps.get(1).longestWait())
                .isPositive()
                .isLessThanOrEqualTo(swaps.get(1).gap());
        SwapFigures figures = server.server.context().swaps().figures();
        assertThat(figures.getDone()).isEqualTo(Map.of("IN_PLACE", 1L, "REMOVAL", 1L, "SIDE_BY_SIDE", 1L));
        assertThat(figures.getFailed()).isEmpty();
        assertThat(figures.getParkedCalls()).isEqualTo(1);
    }

    @Test
    public void anExchangeThatTookTooLongSaysSo() throws Exception {
        server.set("park.timeout.ms", 100);
        long id = server.serve("Echo", 1, saying("old"), EVERYWHERE, OLD);
        server.server.context().facades().remove(id);
        try (WireClient client = server.agent()) {
            assertThat(client.call(CALL)).contains("\"error\":\"try again\"");
        }
        server.serve("Echo", 1, saying("new"), EVERYWHERE, OLD);
        assertThat(server.server.context().swaps().latest())
                .extracting(SwapStatus::parked, SwapStatus::outcome)
                .containsExactly(tuple(1, "1 calls waited in vain and were told to try again"));
    }

    @Test
    public void aLoginThatWaitedForAThreadWaitsForItsService() throws Exception {
        server.set("call.threads", 1);
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        server.serve("Slow", 1, blocking(entered, gate));
        try (WireClient busy = server.agent();
                WireClient client = server.connect("/model/" + MODEL + "/api")) {
            busy.send(WireClient.request(2, "Slow", 1, "", "Say", "{}"));
            entered.join();
            client.send(WireClient.request(
                    1,
                    "Admin",
                    3,
                    "",
                    "Login",
                    "{\"auth-tag\":\"machine-42\",\"credentials\":\"" + FakeLogins.PASSWORD + "\",\"nonce\":\""
                            + FakeLogins.NONCE + "\"}"));
            await().until(() -> server.server.connections().get(1).calls() == 1);
            server.server.context().logins().remove(2);
            gate.complete(null);
            await().until(() -> server.server.context().parking().size() == 1);
            server.server.context().logins().add(new Rank(0, 3), server.logins);
            assertThat(client.reply()).contains("server-version");
        }
    }

    private int running() {
        return server.server.context().facades().status().stream()
                .mapToInt(FacadeStatus::running)
                .sum();
    }

    private FacadeStatus status() {
        return server.server.context().facades().status().get(0);
    }

    @Test
    public void statusShowsProvidersAndWhatIsInstalledOnly() {
        server.serve("Echo", 1, saying("old"), EVERYWHERE, OLD);
        server.serve("Echo", 1, saying("new"), EVERYWHERE, NEW);
        server.declare(NEW, new FacadeKey("Other", 3));
        assertThat(server.server.context().facades().status())
                .extracting(status -> status.name() + status.version() + "@" + status.bundleVersion() + ":"
                        + status.methods() + status.serving())
                .containsExactly("Echo1@1.1.0:1true", "Echo1@1.0.0:1false", "Other3@1.1.0:0false");
    }
}
