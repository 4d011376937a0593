// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.facade.api.Watch;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The transcripts of {@code wire.md} section 9, over a TLS socket. */
public class TranscriptTest {

    private static final String MODEL_PATH = "/model/" + MODEL + "/api";

    private static final String LIFE_RESULT =
            "{\"results\":[{\"life\":\"alive\"},{\"life\":\"\",\"error\":{\"message\":\"permission denied\","
                    + "\"code\":\"unauthorized access\"}}]}";

    @Rule
    public final TestServer server = new TestServer();

    @Before
    public void serveProvisioner() {
        server.serve(
                "Provisioner",
                11,
                new TestFacade()
                        .with("Life", (call, params) -> LIFE_RESULT)
                        .with(
                                "WatchForModelConfigChanges",
                                (call, params) -> "{\"NotifyWatcherId\":\""
                                        + call.watch(new Watch.Notify(
                                                new Watch.Source(call.modelUuid(), Set.of("model-config"), "", "", 0)))
                                        + "\"}")
                        .with(
                                "WatchModelMachines",
                                (call, params) -> "{\"watcher-id\":\""
                                        + call.watch(new Watch.LifeCycle(
                                                new Watch.Source(call.modelUuid(), Set.of("machine"), "", "", 0),
                                                Set.of()))
                                        + "\",\"changes\":[\"0\",\"42\"]}"));
    }

    @Test
    public void t1MachineAgentLogsIn() throws Exception {
        try (WireClient client = server.connect(MODEL_PATH)) {
            assertThat(
                            client.call(
                                    "{\"request-id\":1,\"type\":\"Admin\",\"version\":3,\"request\":\"Login\",\"params\":"
                                            + "{\"auth-tag\":\"machine-42\",\"credentials\":\"AbCdEfGhIjKlMnOpQrStUvWx\","
                                            + "\"nonce\":\"machine-0:7d0c\",\"macaroons\":null,\"bakery-version\":3,"
                                            + "\"cli-args\":\"jujud machine\",\"user-data\":\"\",\"client-version\":\"4.0-beta5\"}}"))
                    .isEqualTo(
                            "{\"request-id\":1,\"response\":{\"servers\":[[{\"value\":\"10.0.0.5\",\"type\":\"ipv4\","
                                    + "\"scope\":\"local-cloud\",\"port\":17070}]],\"model-tag\":\"model-" + MODEL
                                    + "\",\"controller-tag\":\"controller-" + FakeLogins.CONTROLLER
                                    + "\",\"facades\":[{\"name\":\"NotifyWatcher\",\"versions\":[1]},"
                                    + "{\"name\":\"Pinger\",\"versions\":[1]},{\"name\":\"Provisioner\",\"versions\":[11]},"
                                    + "{\"name\":\"StringsWatcher\",\"versions\":[1]}],\"server-version\":\"4.0-beta5\"}}");
        }
    }

    @Test
    public void t2TheConnectionStaysUsableThroughRefusedLogins() throws Exception {
        server.logins.tokens.set(3);
        try (WireClient client = server.connect(MODEL_PATH)) {
            assertThat(client.call("{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\","
                            + "\"params\":{\"entities\":[]}}"))
                    .isEqualTo("{\"request-id\":1,\"error\":\"unknown version 11 for facade type \\\"Provisioner\\\"\","
                            + "\"error-code\":\"not implemented\",\"response\":{}}");
            assertThat(client.call(login(2, "machine-42", "wrong", "machine-0:7d0c")))
                    .isEqualTo("{\"request-id\":2,\"error\":\"invalid entity name or password\","
                            + "\"error-code\":\"unauthorized access\",\"response\":{}}");
            assertThat(client.call(login(3, "machine-42", FakeLogins.PASSWORD, "stale")))
                    .isEqualTo("{\"request-id\":3,\"error\":\"machine 42 not provisioned\","
                            + "\"error-code\":\"not provisioned\",\"response\":{}}");
            assertThat(client.call(login(4, "machine", "", "")))
                    .isEqualTo("{\"request-id\":4,\"error\":\"\\\"machine\\\" is not a valid tag\",\"response\":{}}");
            assertThat(client.call(login(5, "machine-42", FakeLogins.PASSWORD, "machine-0:7d0c")))
                    .isEqualTo("{\"request-id\":5,\"error\":\"try again\",\"error-code\":\"try again\","
                            + "\"response\":{}}");
            server.logins.tokens.set(1);
            assertThat(client.login("machine-42")).contains("server-version");
        }
    }

    @Test
    public void t3EveryRequestToAnUnknownModelSaysSo() throws Exception {
        String unknown = "6f1c2a3e-0b4d-4c5e-8f60-000000000000";
        String expected = "\"error\":\"unknown model: \\\"" + unknown
                + "\\\"\",\"error-code\":\"model not found\",\"response\":{}}";
        try (WireClient client = server.connect("/model/" + unknown + "/api")) {
            assertThat(client.call(login(1, "machine-0", "x", ""))).isEqualTo("{\"request-id\":1," + expected);
            assertThat(client.call(WireClient.request(2, "Pinger", 1, "", "Ping", "{}")))
                    .isEqualTo("{\"request-id\":2," + expected);
        }
    }

    @Test
    public void t4TraceKeysOfAPingComeBack() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(client.call("{\"request-id\":2,\"type\":\"Pinger\",\"version\":1,\"request\":\"Ping\","
                            + "\"params\":{},\"trace-id\":\"a1\",\"span-id\":\"b2\",\"trace-flags\":1}"))
                    .isEqualTo("{\"request-id\":2,\"response\":{},\"trace-id\":\"a1\",\"span-id\":\"b2\","
                            + "\"trace-flags\":1}");
        }
    }

    @Test
    public void t5ABulkCallAnswersWhatTheFacadeSays() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(client.call("{\"request-id\":3,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\","
                            + "\"params\":{\"entities\":[{\"tag\":\"machine-42\"},{\"tag\":\"machine-7\"}]}}"))
                    .isEqualTo("{\"request-id\":3,\"response\":" + LIFE_RESULT + "}");
        }
    }

    @Test
    public void t6ANotifyWatcherFiresStopsAndIsForgotten() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(client.call(WireClient.request(4, "Provisioner", 11, "", "WatchForModelConfigChanges", "{}")))
                    .isEqualTo("{\"request-id\":4,\"response\":{\"NotifyWatcherId\":\"w-1\"}}");
            client.send(WireClient.request(5, "NotifyWatcher", 1, "w-1", "Next", "{}"));
            server.changes.commit(MODEL, "model-config", "", "image-stream", "");
            assertThat(client.reply()).isEqualTo("{\"request-id\":5,\"response\":{}}");
            client.send(WireClient.request(6, "NotifyWatcher", 1, "w-1", "Next", "{}"));
            client.send(WireClient.request(7, "NotifyWatcher", 1, "w-1", "Stop", "{}"));
            assertThat(List.of(client.reply(), client.reply()))
                    .containsExactlyInAnyOrder(
                            "{\"request-id\":6,\"error\":\"watcher has been stopped\",\"error-code\":\"stopped\","
                                    + "\"response\":{}}",
                            "{\"request-id\":7,\"response\":{}}");
            assertThat(client.call(WireClient.request(8, "NotifyWatcher", 1, "w-1", "Next", "{}")))
                    .isEqualTo("{\"request-id\":8,\"error\":\"unknown watcher id\",\"error-code\":\"not found\","
                            + "\"response\":{}}");
        }
    }

    @Test
    public void t7AStringsWatcherCollectsMachinesUntilItIsAsked() throws Exception {
        try (WireClient client = server.loggedIn(MODEL_PATH, "machine-0")) {
            assertThat(client.call(WireClient.request(2, "Provisioner", 11, "", "WatchModelMachines", "{}")))
                    .isEqualTo("{\"request-id\":2,\"response\":{\"watcher-id\":\"1\",\"changes\":[\"0\",\"42\"]}}");
            server.changes.commit(MODEL, "machine", "", "42", "dying");
            server.changes.commit(MODEL, "machine", "", "43", "alive");
            assertThat(client.call(WireClient.request(3, "StringsWatcher", 1, "1", "Next", "{}")))
                    .isEqualTo("{\"request-id\":3,\"response\":{\"watcher-id\":\"\",\"changes\":[\"42\",\"43\"]}}");
        }
    }

    @Test
    public void t8WrongCallsAfterLoginAreAnswered() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(client.call("{\"request-id\":10,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Zap\"}"))
                    .isEqualTo("{\"request-id\":10,\"error\":\"unknown method \\\"Zap\\\" at version 11 for facade type"
                            + " \\\"Provisioner\\\"\",\"error-code\":\"not implemented\",\"response\":{}}");
            assertThat(client.call(WireClient.request(11, "Provisioner", 11, "", "Life", "[]")))
                    .startsWith("{\"request-id\":11,\"error\":\"json: cannot unmarshal array into ")
                    .endsWith("\",\"response\":{}}");
            assertThat(client.call(WireClient.request(12, "ModelManager", 10, "", "ListModels", "{}")))
                    .isEqualTo("{\"request-id\":12,\"error\":\"facade \\\"ModelManager\\\" not supported for model API"
                            + " connection\",\"error-code\":\"not supported\",\"response\":{}}");
        }
    }

    @Test
    public void t9AFatalMessageClosesTheConnectionWithAnEmptyFrame() throws Exception {
        try (WireClient client = server.agent()) {
            client.send("{\"type\":\"Pinger\",\"version\":1,\"request\":\"Ping\"}");
            assertThat(client.isClosedWithEmptyFrame()).isTrue();
        }
    }

    @Test
    public void t10AUserOnTheControllerReachesNoModelFacade() throws Exception {
        try (WireClient client = server.connect("/api")) {
            assertThat(client.call(login(1, "user-admin", "topsecretpassword", "")))
                    .isEqualTo("{\"request-id\":1,\"response\":{\"servers\":[[{\"value\":\"10.0.0.5\","
                            + "\"type\":\"ipv4\",\"scope\":\"local-cloud\",\"port\":17070}]],\"controller-tag\":"
                            + "\"controller-" + FakeLogins.CONTROLLER
                            + "\",\"user-info\":{\"display-name\":\"\",\"identity\":\"user-admin\","
                            + "\"controller-access\":\"superuser\",\"model-access\":\"\"},\"facades\":[{\"name\":"
                            + "\"NotifyWatcher\",\"versions\":[1]},{\"name\":\"Pinger\",\"versions\":[1]}],"
                            + "\"server-version\":\"4.0-beta5\"}}");
            assertThat(client.call(WireClient.request(2, "Provisioner", 11, "", "Life", "{\"entities\":[]}")))
                    .isEqualTo("{\"request-id\":2,\"error\":\"facade \\\"Provisioner\\\" not supported for controller"
                            + " API connection\",\"error-code\":\"not supported\",\"response\":{}}");
        }
    }

    private static String login(int id, String tag, String credentials, String nonce) {
        return WireClient.request(
                id,
                "Admin",
                3,
                "",
                "Login",
                "{\"auth-tag\":\"" + tag + "\",\"credentials\":\"" + credentials + "\",\"nonce\":\"" + nonce + "\"}");
    }
}
