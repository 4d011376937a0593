// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;

/** Limits, backpressure and the ping watchdog ({@code DESIGN.md} section 3, {@code wire.md} 5.2). */
public class LimitsTest {

    @Rule
    public final TestServer server = new TestServer();

    private final List<CompletableFuture<byte[]>> waiting = new CopyOnWriteArrayList<>();

    private void serveWait() {
        server.serve("Slow", 1, new TestFacade().async("Wait", (call, params) -> {
                    CompletableFuture<byte[]> future = new CompletableFuture<>();
                    waiting.add(future);
                    return future;
                }));
    }

    private static String wait(int id) {
        return WireClient.request(id, "Slow", 1, "", "Wait", "{}");
    }

    @Test
    public void atTheRunningLimitNothingMoreIsReadUntilACallEnds() throws Exception {
        serveWait();
        server.set("max.running.calls.per.connection", 2);
        try (WireClient client = server.agent();
                WireClient other = server.agent()) {
            for (int i = 1; i <= 4; i++) {
                client.send(wait(i));
            }
            client.send(WireClient.request(9, "Pinger", 1, "", "Ping", "{}"));
            await().until(() -> waiting.size() == 2);
            assertThat(other.call("Pinger", 1, "Ping", "{}"))
                    .as("others are served")
                    .contains("response");
            client.socket().setSoTimeout(200);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            client.socket().setSoTimeout(10_000);
            assertThat(waiting).hasSize(2);
            // Which of the first two came first to its thread is chance.
            waiting.get(0).complete(null);
            String first = client.reply();
            await().until(() -> waiting.size() == 3);
            waiting.get(1).complete(null);
            waiting.get(2).complete(null);
            assertThat(List.of(first, client.reply(), client.reply(), client.reply()))
                    .containsExactlyInAnyOrder(
                            "{\"request-id\":1,\"response\":{}}",
                            "{\"request-id\":2,\"response\":{}}",
                            "{\"request-id\":3,\"response\":{}}",
                            "{\"request-id\":9,\"response\":{}}");
            await().until(() -> waiting.size() == 4);
        }
    }

    @Test
    public void pingsAndWatchersNeverMeetTheRunningLimit() throws Exception {
        serveWait();
        server.set("max.running.calls.per.connection", 2);
        try (WireClient client = server.agent()) {
            client.send(wait(1));
            for (int i = 2; i < 20; i++) {
                assertThat(client.call(WireClient.request(i, "Pinger", 1, "", "Ping", "{}")))
                        .isEqualTo("{\"request-id\":" + i + ",\"response\":{}}");
            }
        }
    }

    @Test
    public void anAgentThatTheServerDoesNotReadFromIsNotCutOffForLackOfAPing() throws Exception {
        serveWait();
        server.set("max.running.calls.per.connection", 1);
        server.set("ping.timeout.ms", 300);
        try (WireClient client = server.agent()) {
            client.send(wait(1));
            await().until(() -> waiting.size() == 1);
            client.socket().setSoTimeout(1_000);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            client.socket().setSoTimeout(10_000);
            waiting.get(0).complete(null);
            assertThat(client.reply()).isEqualTo("{\"request-id\":1,\"response\":{}}");
            assertThat(client.isClosedWithEmptyFrame())
                    .as("from here on it counts")
                    .isTrue();
        }
    }

    @Test
    public void onlyPingsKeepAnAgentConnected() throws Exception {
        server.set("ping.timeout.ms", 400);
        try (WireClient silent = server.agent();
                WireClient user = server.loggedIn("/api", "user-admin");
                WireClient controller = server.loggedIn("/model/" + FakeLogins.MODEL + "/api", "machine-0");
                WireClient stopped = server.agent();
                WireClient pinging = server.agent()) {
            stopped.call("Pinger", 1, "Stop", "{}");
            AtomicInteger pings = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(100)).until(() -> {
                assertThat(pinging.call("Pinger", 1, "Ping", "{}")).contains("response");
                return pings.incrementAndGet() == 10;
            });
            assertThat(silent.isClosedWithEmptyFrame()).isTrue();
            for (WireClient alive : List.of(user, controller, stopped, pinging)) {
                assertThat(alive.call("Pinger", 1, "Ping", "{}")).contains("\"response\":{}");
            }
        }
    }

    @Test
    public void anAgentThatOnlyCallsIsCutOffAllTheSame() throws Exception {
        server.set("ping.timeout.ms", 300);
        try (WireClient client = server.agent()) {
            boolean cut = false;
            while (!cut) {
                client.send(WireClient.request(1, "Nope", 1, "", "A", "{}"));
                cut = client.read().opcode() == WireClient.CLOSE;
            }
        }
    }

    @Test
    public void aCallThatTakesTooLongIsAnswered() throws Exception {
        serveWait();
        server.set("call.timeout.ms", 100);
        try (WireClient client = server.agent()) {
            assertThat(client.call(wait(1)))
                    .isEqualTo("{\"request-id\":1,\"error\":\"the call did not finish within 100 ms\","
                            + "\"error-code\":\"deadline exceeded\",\"response\":{}}");
        }
    }

    @Test
    public void aCallGivenUpKeepsItsPlaceUntilItsThreadReturns() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger entered = new AtomicInteger();
        server.serve("Slow", 1, new TestFacade().with("Block", (call, params) -> {
                    entered.incrementAndGet();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "{}";
                }));
        server.set("call.timeout.ms", 100);
        server.set("max.running.calls.per.connection", 1);
        try (WireClient client = server.agent()) {
            client.send(WireClient.request(1, "Slow", 1, "", "Block", "{}"));
            client.send(WireClient.request(2, "Pinger", 1, "", "Ping", "{}"));
            assertThat(client.reply()).contains("deadline exceeded");
            client.socket().setSoTimeout(200);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            client.socket().setSoTimeout(10_000);
            release.countDown();
            assertThat(client.reply()).isEqualTo("{\"request-id\":2,\"response\":{}}");
        }
    }

    @Test
    public void aFullCallQueueIsAnsweredTryAgain() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.serve("Slow", 1, new TestFacade().with("Block", (call, params) -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "{}";
                }));
        try (WireClient client = server.agent()) {
            server.set("call.threads", 1);
            server.set("call.queue", 1);
            for (int i = 1; i <= 3; i++) {
                client.send(WireClient.request(i, "Slow", 1, "", "Block", "{}"));
            }
            assertThat(client.reply())
                    .isEqualTo("{\"request-id\":3,\"error\":\"try again\",\"error-code\":\"try again\","
                            + "\"response\":{}}");
            release.countDown();
            assertThat(client.reply()).isEqualTo("{\"request-id\":1,\"response\":{}}");
            assertThat(client.reply()).isEqualTo("{\"request-id\":2,\"response\":{}}");
        }
    }

    @Test
    public void aPeerThatDoesNotReadStopsBeingReadFrom() throws Exception {
        String megabyte = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
        AtomicInteger calls = new AtomicInteger();
        server.serve("Big", 1, new TestFacade().with("Get", (call, params) -> {
                    calls.incrementAndGet();
                    return megabyte;
                }));
        server.set("outbound.high.water.bytes", 2 << 20);
        server.set("max.running.calls.per.connection", 4);
        int requests = 200;
        try (WireClient slow = server.agent()) {
            for (int i = 1; i <= requests; i++) {
                slow.send(WireClient.request(i, "Big", 1, "", "Get", "{}"));
            }
            AtomicInteger before = new AtomicInteger(-1);
            await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(calls.get()) == calls.get());
            assertThat(calls).as("calls made while nobody reads").hasValueLessThan(40);
            for (int i = 1; i <= requests; i++) {
                assertThat(slow.read().payload()).hasSizeGreaterThan(1 << 20);
            }
            assertThat(calls).hasValue(requests);
        }
    }

    @Test
    public void connectionsBeyondTheLimitAreRefused() throws Exception {
        server.set("max.connections", 1);
        try (WireClient first = server.agent()) {
            assertThatThrownBy(() -> server.connect("/api")).isInstanceOf(IOException.class);
            assertThat(first.call("Pinger", 1, "Ping", "{}")).contains("response");
        }
        await().ignoreExceptions().until(() -> {
            server.agent().close();
            return true;
        });
    }

    @Test
    public void aSocketThatSaysNothingIsClosedInTheEnd() throws Exception {
        server.set("handshake.timeout.ms", 200);
        try (WireClient client = WireClient.open(server.server.port())) {
            assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    public void aConnectionThatDoesNotLogInStaysOpen() throws Exception {
        server.set("handshake.timeout.ms", 200);
        server.set("ping.timeout.ms", 200);
        try (WireClient client = server.connect("/api")) {
            client.socket().setSoTimeout(600);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            assertThat(client.login("user-admin")).contains("server-version");
        }
    }

    @Test
    public void loginsThatQueueUpAreCapped() throws Exception {
        server.logins.gate = new CompletableFuture<>();
        try (WireClient client = server.connect("/api")) {
            for (int i = 1; i <= 17; i++) {
                client.send(WireClient.request(
                        i, "Admin", 3, "", "Login", "{\"auth-tag\":\"user-admin\",\"credentials\":\"wrong\"}"));
            }
            assertThat(client.reply()).startsWith("{\"request-id\":17,\"error\":\"try again\"");
            server.logins.gate.complete(null);
            for (int i = 1; i <= 16; i++) {
                assertThat(client.reply()).startsWith("{\"request-id\":" + i + ",\"error\":\"invalid entity name");
            }
        }
    }
}
