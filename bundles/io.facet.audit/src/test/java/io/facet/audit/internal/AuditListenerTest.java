// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.SwapStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Test;

public class AuditListenerTest {
    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final Peer AGENT = new Peer(7, "10.0.0.9:4711", "machine-4", MODEL);

    private final List<String> written = new CopyOnWriteArrayList<>();
    private AuditListener listener = new AuditListener(TestConfig.of("logins", "calls", "swaps"), written::add);

    @After
    public void stop() {
        listener.close();
    }

    @Test
    public void loginSaysWhoFromWhereAndItsOutcome() throws Exception {
        listener.loggedIn(new LoginEvent(AGENT, Duration.ofMillis(12), "unauthorized access"));

        JsonNode line = onlyLine();
        assertThat(Instant.parse(line.get("time").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(withoutTime(line))
                .isEqualTo("{\"event\":\"login\",\"who\":\"machine-4\",\"from\":\"10.0.0.9:4711\",\"connection\":7,"
                        + "\"model\":\"" + MODEL + "\",\"outcome\":\"unauthorized access\",\"took-ms\":12.0}");
    }

    @Test
    public void callSaysWhatItTouchedAndHowItsEntriesFared() throws Exception {
        listener.called(call(
                AGENT,
                false,
                "{\"changes\":[{\"tag\":\"machine-4\",\"password\":\"s3cret\"},{\"tag\":\"machine-5/lxd/0\"},"
                        + "{\"tag\":\"machine-4\"},{\"tag\":\"hello\"}],\"vlan-tag\":5}",
                "{\"results\":[{},{\"error\":{\"code\":\"not found\",\"message\":\"s3cret\"}},{\"error\":null},"
                        + "{\"error\":{\"message\":\"s3cret\",\"code\":\"\"}},"
                        + "{\"result\":\"s3cret\",\"error\":{\"code\":\"not found\"}}]}"));

        assertThat(withoutTime(onlyLine()))
                .isEqualTo("{\"event\":\"call\",\"id\":\"k2\",\"who\":\"machine-4\",\"from\":\"10.0.0.9:4711\","
                        + "\"connection\":7,\"model\":\"" + MODEL + "\",\"facade\":\"Provisioner\",\"version\":11,"
                        + "\"method\":\"SetPasswords\",\"entities\":[\"machine-4\",\"machine-5-lxd-0\"],"
                        + "\"outcome\":\"ok\",\"entries\":5,\"failed\":{\"error\":1,\"not found\":2},\"took-ms\":3.5}");
    }

    @Test
    public void callOfTheShellIsTheOperators() throws Exception {
        listener.called(call(new Peer(0, "", "machine-0", MODEL), false, "{}", "{\"error\":{\"code\":\"dead\"}}"));

        JsonNode line = onlyLine();
        assertThat(line.get("by").asText()).isEqualTo("operator");
        assertThat(line.has("from")).isFalse();
        assertThat(line.has("connection")).isFalse();
        assertThat(line.get("entries").asInt()).isEqualTo(1);
        assertThat(line.get("failed").get("dead").asInt()).isEqualTo(1);
    }

    @Test
    public void callThatFailedHasNoEntries() throws Exception {
        listener.called(new CallEvent(
                "k2", AGENT, "Provisioner", 11, "Remove", false, Duration.ZERO, "dead", bytes("{\"ta"), null));

        JsonNode line = onlyLine();
        assertThat(line.get("outcome").asText()).isEqualTo("dead");
        assertThat(line.get("entities").size()).isZero();
        assertThat(line.has("entries")).isFalse();
    }

    @Test
    public void noMoreEntitiesAreNamedThanAskedFor() throws Exception {
        listener.modified(new TestConfig(new String[] {"calls"}, 2, 1 << 20));
        listener.called(call(
                AGENT,
                false,
                "{\"entities\":[{\"tag\":\"machine-1\"},{\"tag\":\"machine-2\"},{\"tag\":\"machine-3\"}]}",
                "{}"));

        JsonNode line = onlyLine();
        assertThat(line.get("entities").toString()).isEqualTo("[\"machine-1\",\"machine-2\"]");
        assertThat(line.get("more-entities").asBoolean()).isTrue();
    }

    @Test
    public void textOfAPeerCannotForgeALine() throws Exception {
        Peer forger = new Peer(7, "10.0.0.9:4711", "x\n{\"event\":\"login\",\"who\":\"user-admin\"}", "");
        listener.loggedIn(new LoginEvent(forger, Duration.ZERO, "unauthorized access"));

        assertThat(onlyLine().get("who").asText()).isEqualTo(forger.authTag());
        assertThat(written.get(0)).doesNotContain("\n");
    }

    @Test
    public void swapSaysWhatWasExchanged() throws Exception {
        listener.swapped(new SwapStatus(
                SwapStatus.Kind.FACADE_UPGRADE,
                "Provisioner 11",
                "1.0.0",
                "1.0.1",
                Instant.parse("2026-11-22T10:00:00.5Z"),
                Duration.ZERO,
                0,
                Duration.ZERO,
                3,
                SwapStatus.DONE));

        assertThat(withoutTime(onlyLine()))
                .isEqualTo("{\"event\":\"swap\",\"kind\":\"facade-upgrade\",\"subject\":\"Provisioner 11\","
                        + "\"from-version\":\"1.0.0\",\"to-version\":\"1.0.1\",\"begun\":\"2026-11-22T10:00:00.500Z\","
                        + "\"gap-ms\":0,\"outcome\":\"done\"}");
    }

    @Test
    public void whatIsWrittenIsChosenAndChangedLive() {
        CallEvent read = call(AGENT, true, "{}", "{}");
        everything(read);
        listener.modified(TestConfig.of("reads, connections"));
        everything(read);
        listener.modified(TestConfig.of());
        everything(read);
        listener.close();

        assertThat(written.stream().map(AuditListenerTest::event))
                .containsExactly("login", "read", "connected", "disconnected");
    }

    private void everything(CallEvent read) {
        listener.called(read);
        listener.connected(AGENT);
        listener.loggedIn(new LoginEvent(AGENT, Duration.ZERO, CallEvent.OK));
        listener.disconnected(AGENT);
    }

    @Test
    public void wrongSettingIsNamedAndChangesNothing() {
        assertThatThrownBy(() -> listener.modified(TestConfig.of("logins, moves")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("events in etc/io.facet.audit.cfg has \"moves\"; it takes logins, calls, reads, swaps,"
                        + " connections");
        assertThatThrownBy(() -> listener.modified(new TestConfig(new String[0], -1, 1 << 20)))
                .hasMessage("max.entities in etc/io.facet.audit.cfg has to be between 0 and 10000, not -1");
        assertThatThrownBy(() -> listener.modified(new TestConfig(new String[0], 1, 1)))
                .hasMessage("max.queue.bytes in etc/io.facet.audit.cfg has to be between 65536 and 1073741824, not 1");

        listener.loggedIn(new LoginEvent(AGENT, Duration.ZERO, CallEvent.OK));
        await().until(() -> written.size() == 1);
    }

    private static CallEvent call(Peer peer, boolean readOnly, String params, String result) {
        return new CallEvent(
                "k2",
                peer,
                "Provisioner",
                11,
                "SetPasswords",
                readOnly,
                Duration.ofNanos(3_500_000),
                CallEvent.OK,
                bytes(params),
                bytes(result));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode onlyLine() throws Exception {
        listener.close();
        assertThat(written).hasSize(1);
        return new ObjectMapper().readTree(written.get(0));
    }

    private static String withoutTime(JsonNode line) {
        return line.toString().replaceFirst("\"time\":\"[^\"]*\",", "");
    }

    private static String event(String line) {
        return line.replaceFirst(".*\"event\":\"([a-z]+)\".*", "$1");
    }
}
