// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.facade.api.Watch;
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
                                        + call.watch(new Watch.Notify(new Watch.Source(
                                                call.modelUuid(), Set.of("model-config"), "", "", 0)))
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
            assertThat(client.call("{\"request-id\":1,\"type\":\"Admin\",\"version\":3,\"request\":\"Login\",\"params\":"
                            + "{\"auth-tag\":\"machine-42\",\"credentials\":\"AbCdEfGhIjKlMnOpQrStUvWx\","
                            + "\"nonce\":\"machine-0:7d0c\",\"macaroons\":null,\"bakery-version\":3,"
                            + "\"cli-args\":\"jujud machine\",\"user-data\":\"\",\"client-version\":\"4.0-beta5\"}}"))
                    .isEqualTo("{\"request-id\":1,\"response\":{\"servers\":[[{\"value\":\"10.0.0.5\",\"type\":\"ipv4\","
                            + "\"scope\":\"local-cloud\",\"port\":17070}]],\"model-tag\":\"model-" + MODEL
                            + "\",\"controller-tag\":\"controller-" + FakeLogins.CONTROLLER
                            + "\",\"facades\":[{\"name\":\"NotifyWatcher\",\"versions\":[1]},"
                            + "{\"name\":\"Pinger\",\"versions\":[1]},{\"name\":\"Provisioner\",\"versions\":[11]},"
                            + "{\"name\":\"StringsWatcher\",\"versions\":[1]}],\"server-version\":\"4.0-beta5\"}}");
        }
    }
}
