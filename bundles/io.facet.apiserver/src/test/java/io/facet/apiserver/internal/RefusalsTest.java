// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.facade.api.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Everything that the server turns away is told to listeners with its reason, once, and with nothing else. */
@RunWith(Parameterized.class)
public class RefusalsTest {

    private static final String HOSTED = "/model/" + MODEL + "/api";
    private static final String UNKNOWN = "/model/00000000-0000-4000-8000-0000000000ff/api";

    @Rule
    public final TestServer server = new TestServer();

    private final Refusal reason;
    private final CompletableFuture<byte[]> gate = new CompletableFuture<>();
    private Heard heard;

    public RefusalsTest(Refusal reason) {
        this.reason = reason;
    }

    @Parameters(name = "{0}")
    public static Refusal[] reasons() {
        return Refusal.values();
    }

    @Before
    public void serve() {
        heard = Heard.on(server);
        server.serve(
                "Test",
                1,
                new TestFacade()
                        .async("Wait", (call, params) -> gate)
                        .with("Block", (call, params) -> {
                            gate.join();
                            return "{}";
                        })
                        .with("Watch", (call, params) -> {
                            call.watch(new Watch.Timer(Duration.ofHours(1)));
                            return "{}";
                        }));
        server.declare(TestServer.bundle(60, "1.0.0"), new FacadeKey("Away", 1));
    }

    @Test
    public void isTold() throws Exception {
        String tag =
                switch (reason) {
                    case TOO_MANY_CONNECTIONS -> tooManyConnections();
                    case MESSAGE_TOO_LARGE -> messageTooLarge();
                    case MALFORMED_MESSAGE -> malformedMessage();
                    case UNKNOWN_MODEL -> unknownModel();
                    case NOT_LOGGED_IN -> notLoggedIn();
                    case NOT_IMPLEMENTED -> notImplemented();
                    case CALL_QUEUE_FULL -> callQueueFull();
                    case TOO_MANY_PARKED -> tooManyParked();
                    case PARKED_IN_VAIN -> parkedInVain();
                    case CALL_TIMED_OUT -> callTimedOut();
                    case TOO_MANY_WATCHERS -> tooManyWatchers();
                    case TOO_MANY_NEXT -> tooManyNext();
                    case PING_MISSED -> pingMissed();
                };
        await().untilAsserted(() -> assertThat(heard.refused).isNotEmpty());
        assertThat(heard.refused).allSatisfy(refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.peer().authTag()).isEqualTo(tag);
            assertThat(refused.peer().remoteAddress()).startsWith("127.0.0.1:");
        });
    }

    private String tooManyConnections() throws Exception {
        server.set("max.connections", 1);
        try (WireClient first = server.agent()) {
            assertThatThrownBy(() -> server.connect("/api")).isInstanceOf(IOException.class);
            await().until(() -> heard.refused.size() == 1);
            assertThat(heard.refused.get(0).peer().connection()).isZero();
            assertThat(first.call("Pinger", 1, "Ping", "{}")).contains("response");
        }
        return "";
    }

    private String messageTooLarge() throws Exception {
        server.set("max.frame.bytes", 2048);
        try (WireClient whole = server.agent();
                WireClient fragments = server.agent()) {
            whole.frame(WireClient.FIN | WireClient.TEXT, new byte[4096]);
            assertThat(whole.isClosedWithEmptyFrame()).isTrue();
            fragments.frame(WireClient.TEXT, new byte[1500]);
            fragments.frame(WireClient.CONTINUATION, new byte[1500]);
            assertThat(fragments.isClosedWithEmptyFrame()).isTrue();
        }
        await().until(() -> heard.disconnected.size() == 2);
        assertThat(heard.refused).hasSize(2);
        return "machine-42";
    }

    private String malformedMessage() throws Exception {
        try (WireClient text = server.agent();
                WireClient frames = server.agent()) {
            text.send("hello");
            assertThat(text.isClosedWithEmptyFrame()).isTrue();
            frames.frame(WireClient.FIN | 3, new byte[1]);
            assertThat(frames.isClosedWithEmptyFrame()).isTrue();
        }
        await().until(() -> heard.disconnected.size() == 2);
        assertThat(heard.refused).hasSize(2);
        return "machine-42";
    }

    private String unknownModel() throws Exception {
        try (WireClient client = server.connect(UNKNOWN)) {
            assertThat(heard.refused).as("nothing was called yet").isEmpty();
            assertThat(client.call("Admin", 3, "Login", "{}")).contains("model not found");
        }
        assertThat(heard.refused).hasSize(1);
        return "";
    }

    private String notLoggedIn() throws Exception {
        try (WireClient client = server.connect(HOSTED)) {
            assertThat(client.call("Test", 1, "Watch", "{}")).contains("not implemented");
        }
        assertThat(heard.refused).hasSize(1);
        return "";
    }

    private String notImplemented() throws Exception {
        List<String> unknown = List.of("Nope", "Test", "Pinger", "ModelManager");
        try (WireClient client = server.agent()) {
            for (String facade : unknown) {
                assertThat(client.call(facade, 1, "Nope", "{}")).contains("error-code");
            }
        }
        assertThat(heard.refused).hasSameSizeAs(unknown);
        return "machine-42";
    }

    private String callQueueFull() throws Exception {
        server.set("call.threads", 1);
        server.set("call.queue", 1);
        try (WireClient client = server.agent()) {
            for (int i = 1; i <= 3; i++) {
                client.send(WireClient.request(i, "Test", 1, "", "Block", "{}"));
            }
            assertThat(client.reply()).startsWith("{\"request-id\":3,\"error\":\"try again\"");
            assertThat(heard.refused).hasSize(1);
            gate.complete(null);
            client.reply();
            client.reply();
        }
        await().untilAsserted(() -> assertThat(outcomes()).containsExactlyInAnyOrder("try again", "ok", "ok"));
        return "machine-42";
    }

    private String tooManyParked() throws Exception {
        server.set("max.parked.calls", 1);
        try (WireClient client = server.agent()) {
            client.send(WireClient.request(1, "Away", 1, "", "Say", "{}"));
            client.send(WireClient.request(2, "Away", 1, "", "Say", "{}"));
            assertThat(client.reply()).startsWith("{\"request-id\":2,\"error\":\"try again\"");
            assertThat(heard.refused).hasSize(1);
        }
        return "machine-42";
    }

    private String parkedInVain() throws Exception {
        server.set("park.timeout.ms", 100);
        try (WireClient client = server.agent()) {
            assertThat(client.call("Away", 1, "Say", "{}")).contains("try again");
        }
        await().untilAsserted(() -> assertThat(heard.refused).hasSize(1));
        await().untilAsserted(() -> assertThat(outcomes()).containsExactly("try again"));
        return "machine-42";
    }

    private String callTimedOut() throws Exception {
        server.set("call.timeout.ms", 100);
        try (WireClient client = server.agent()) {
            assertThat(client.call("Test", 1, "Wait", "{}")).contains("deadline exceeded");
        }
        await().untilAsserted(() -> assertThat(heard.refused).hasSize(1));
        await().untilAsserted(() -> assertThat(outcomes()).containsExactly("deadline exceeded"));
        return "machine-42";
    }

    private String tooManyWatchers() throws Exception {
        server.set("max.watchers.per.connection", 1);
        try (WireClient client = server.agent()) {
            assertThat(client.call("Test", 1, "Watch", "{}")).contains("\"response\":{}");
            assertThat(client.call("Test", 1, "Watch", "{}")).contains("try again");
        }
        assertThat(heard.refused).hasSize(1);
        return "machine-42";
    }

    private String tooManyNext() throws Exception {
        server.set("max.waiting.next.per.connection", 1);
        try (WireClient client = server.agent()) {
            client.call("Test", 1, "Watch", "{}");
            client.send(WireClient.request(8, "NotifyWatcher", 1, "w-1", "Next", "{}"));
            assertThat(client.call(WireClient.request(9, "NotifyWatcher", 1, "w-1", "Next", "{}")))
                    .startsWith("{\"request-id\":9,\"error\":\"try again\"");
        }
        assertThat(heard.refused).hasSize(1);
        return "machine-42";
    }

    private String pingMissed() throws Exception {
        server.set("ping.timeout.ms", 100);
        try (WireClient client = server.agent()) {
            assertThat(client.isClosedWithEmptyFrame()).isTrue();
        }
        assertThat(heard.refused).hasSize(1);
        return "machine-42";
    }

    private List<String> outcomes() {
        return heard.calls.stream().map(CallEvent::outcome).toList();
    }
}
