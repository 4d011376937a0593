// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.CallException;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Caller;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.Watch;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Calls from inside the controller: as somebody, without a connection, and otherwise like those of a client. */
public class DirectCallTest {

    @Rule
    public final TestServer server = new TestServer();

    private final AtomicReference<CallContext> context = new AtomicReference<>();
    private final CompletableFuture<Void> waiting = new CompletableFuture<>();
    private final CompletableFuture<byte[]> gate = new CompletableFuture<>();
    private Heard heard;

    @Before
    public void serve() {
        heard = Heard.on(server);
        server.serve(
                "Test",
                1,
                new TestFacade()
                        .with("Say", (call, params) -> {
                            context.set(call);
                            return "{\"said\":" + params + "}";
                        })
                        .with("Refuse", (call, params) -> {
                            throw new FacadeException("not found", "machine 7 not found");
                        })
                        .with("Crash", (call, params) -> {
                            throw new IllegalStateException("secret");
                        })
                        .async("Wait", (call, params) -> {
                            waiting.complete(null);
                            return gate;
                        })
                        .with("Watch", (call, params) -> {
                            context.set(call);
                            return "{\"id\":\""
                                    + call.watch(
                                            new Watch.Notify(new Watch.Source(MODEL, Set.of("machine"), "", "", 0)))
                                    + "\"}";
                        }));
        server.serve("Iaas", 1, new TestFacade(), Set.of("iaas"), TestServer.bundle(70, "1.0.0"));
    }

    private static DirectCall call(String tag, String model, String facade, int version, String method, String params) {
        return new DirectCall(tag, false, model, "iaas", facade, version, method, params.getBytes(UTF_8));
    }

    private static DirectCall call(String facade, int version, String method, String params) {
        return call("machine-4", MODEL, facade, version, method, params);
    }

    private String result(DirectCall call) throws Exception {
        return new String(server.server.call(call).get(), UTF_8);
    }

    /** Code and message of the error that the call is answered with. */
    private String error(DirectCall call) throws InterruptedException {
        try {
            return "no error: " + new String(server.server.call(call).get(), UTF_8);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(CallException.class);
            return "[" + ((CallException) e.getCause()).code() + "] "
                    + e.getCause().getMessage();
        }
    }

    @Test
    public void theCallerIsWhoTheCallSaysAndListenersHearOfIt() throws Exception {
        assertThat(result(new DirectCall(
                        "controller-0", true, MODEL, "iaas", "Test", 1, "Say", "{\"a\":1}".getBytes(UTF_8))))
                .isEqualTo("{\"said\":{\"a\":1}}");
        assertThat(context.get().caller()).isEqualTo(new Caller("controller-0", Caller.Kind.CONTROLLER, true));
        assertThat(context.get().modelUuid()).isEqualTo(MODEL);
        heard.call(1);
        assertThat(result(call("machine-4-lxd-1", MODEL, "Test", 1, "Say", "{}")))
                .isEqualTo("{\"said\":{}}");
        assertThat(context.get().caller()).isEqualTo(new Caller("machine-4-lxd-1", Caller.Kind.MACHINE, false));
        CallEvent event = heard.call(2);
        assertThat(event.peer()).isEqualTo(new Peer(0, "", "machine-4-lxd-1", MODEL));
        assertThat(event.outcome()).isEqualTo("ok");
        assertThat(event.method()).isEqualTo("Say");
        assertThat(server.server.connections()).isEmpty();
    }

    @Test
    public void errorsAreThoseThatAClientGets() throws Exception {
        assertThat(error(call("Test", 1, "Refuse", "{}"))).isEqualTo("[not found] machine 7 not found");
        assertThat(error(call("Test", 1, "Crash", "{}")))
                .matches("\\[] internal error, see the controller's log for [0-9a-z]{10}");
        assertThat(error(call("Nope", 1, "Say", "{}")))
                .isEqualTo("[not implemented] unknown version 1 for facade type \"Nope\"");
        assertThat(error(call("Test", 0, "Say", "{}"))).isEqualTo("[not implemented] unknown facade type \"Test\"");
        assertThat(error(call("Test", 1, "Nope", "{}")))
                .isEqualTo("[not implemented] unknown method \"Nope\" at version 1 for facade type \"Test\"");
        assertThat(error(call("ModelManager", 1, "Say", "{}")))
                .isEqualTo("[not supported] facade \"ModelManager\" not supported for model API connection");
        assertThat(error(new DirectCall(
                        "machine-4", false, FakeLogins.CAAS_MODEL, "caas", "Iaas", 1, "Say", "{}".getBytes(UTF_8))))
                .isEqualTo("[not supported] facade \"Iaas\" not supported on container models");
        assertThat(error(call("machine-4", "00000000-0000-4000-8000-0000000000ff", "Test", 1, "Say", "{}")))
                .isEqualTo("[model not found] unknown model: \"00000000-0000-4000-8000-0000000000ff\"");
        assertThat(heard.refused)
                .extracting(Heard.Refused::reason)
                .containsOnly(Refusal.NOT_IMPLEMENTED, Refusal.UNKNOWN_MODEL);
    }

    @Test
    public void whatNoClientCouldSendIsRefused() throws Exception {
        assertThat(error(call("Test", 1, "Say", "[1]")))
                .isEqualTo("[] json: cannot unmarshal array into params of Test.Say, which are an object");
        assertThat(error(call("Test", 1, "Say", "{\"a\":"))).startsWith("[bad request] the parameters are no JSON: ");
        assertThat(error(call("Test", 1, "Say", "")))
                .isEqualTo("[bad request] the parameters are empty, expected a JSON object");
        assertThat(error(call("dragon-4", MODEL, "Test", 1, "Say", "{}")))
                .isEqualTo("[] \"dragon-4\" is not a valid tag");
        assertThat(error(call("machine", MODEL, "Test", 1, "Say", "{}")))
                .isEqualTo("[] \"machine\" is not a valid tag");
        assertThat(context.get()).isNull();
    }

    @Test
    public void theServersOwnFacadesNeedAConnection() throws Exception {
        for (FacadeKey own : Set.of(
                new FacadeKey("Admin", 3),
                new FacadeKey("Pinger", 1),
                new FacadeKey("NotifyWatcher", 1),
                new FacadeKey("StringsWatcher", 1))) {
            assertThat(error(call(own.name(), (int) own.version(), "Next", "{}")))
                    .isEqualTo("[not supported] facade \"" + own.name()
                            + "\" belongs to a connection and cannot be called without one");
        }
    }

    @Test
    public void watchersEndWithTheCall() throws Exception {
        assertThat(result(call("Test", 1, "Watch", "{}"))).isEqualTo("{\"id\":\"w-1\"}");
        assertThat(server.stream.subscriptions()).isZero();
        assertThat(server.server.watchers()).isEmpty();
        context.get().watch(new Watch.Notify(new Watch.Source(MODEL, Set.of("machine"), "", "", 0)));
        assertThat(server.stream.subscriptions()).as("nor can one begin later").isZero();
    }

    @Test
    public void aCallMayNotTakeLongerThanThatOfAClient() throws Exception {
        server.set("call.timeout.ms", 200);
        assertThat(error(call("Test", 1, "Wait", "{}")))
                .isEqualTo("[deadline exceeded] the call did not finish within 200 ms");
    }

    @Test
    public void noMoreRunThanThoseOfAClient() throws Exception {
        server.set("max.running.calls.per.connection", 1);
        CompletableFuture<byte[]> running = server.server.call(call("Test", 1, "Wait", "{}"));
        waiting.join();
        assertThat(error(call("Test", 1, "Say", "{}"))).isEqualTo("[try again] try again");
        gate.complete("{}".getBytes(UTF_8));
        assertThat(new String(running.get(), UTF_8)).isEqualTo("{}");
        await().until(() -> error(call("Test", 1, "Say", "{}")).equals("no error: {\"said\":{}}"));
    }

    @Test
    public void aCallWaitsForAFacadeThatIsBeingReplaced() throws Exception {
        server.declare(TestServer.bundle(60, "1.0.0"), new FacadeKey("Away", 1));
        CompletableFuture<byte[]> waiting = server.server.call(call("Away", 1, "Say", "{}"));
        await().until(() -> server.server.figures().parkedCalls() == 1);
        server.serve(
                "Away",
                1,
                new TestFacade().with("Say", (call, params) -> "{\"back\":1}"),
                Set.of("iaas"),
                TestServer.bundle(60, "1.0.0"));
        assertThat(new String(waiting.get(), UTF_8)).isEqualTo("{\"back\":1}");
        server.set("park.timeout.ms", 50);
        server.declare(TestServer.bundle(61, "1.0.0"), new FacadeKey("Gone", 1));
        assertThat(error(call("Gone", 1, "Say", "{}"))).isEqualTo("[try again] try again");
        await().until(() -> heard.refused.stream().anyMatch(each -> each.reason() == Refusal.PARKED_IN_VAIN));
        assertThat(heard.calls).extracting(CallEvent::took).allMatch(took -> took.compareTo(Duration.ZERO) > 0);
    }
}
