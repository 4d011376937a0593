// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.Test;

/** Order, concurrency and the end of a connection ({@code wire.md} 2.2). */
public class RpcConnectionTest {

    private final Engine engine = new Engine();

    @Test
    public void repliesComeInOrderOfCompletion() throws Exception {
        assertThat(engine.send(waiting(1))).isEmpty();
        assertThat(engine.send(waiting(2))).isEmpty();
        engine.waiting.get(1).complete("{\"second\":2}".getBytes(StandardCharsets.UTF_8));
        engine.waiting.get(0).complete("{\"first\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(engine.replies)
                .containsExactly(
                        "{\"request-id\":2,\"response\":{\"second\":2}}\n",
                        "{\"request-id\":1,\"response\":{\"first\":1}}\n");
    }

    @Test
    public void duplicateRequestIdsAreEachAnswered() throws Exception {
        engine.send(waiting(5));
        engine.send(waiting(5));
        engine.waiting.forEach(call -> call.complete(null));
        assertThat(engine.replies)
                .containsExactly("{\"request-id\":5,\"response\":{}}\n", "{\"request-id\":5,\"response\":{}}\n");
    }

    @Test
    public void closingCancelsWhatRuns() throws Exception {
        engine.send(waiting(1));
        engine.connection.close();
        assertThat(engine.replies)
                .containsExactly("{\"request-id\":1,\"error\":\"context canceled\",\"response\":{}}\n");
        assertThat(engine.waiting.get(0)).isCompletedExceptionally();
    }

    @Test
    public void aRequestDecodedWhileClosingIsRefused() throws Exception {
        engine.connection.close();
        assertThat(engine.send(waiting(1)))
                .containsExactly("{\"request-id\":1,\"error\":\"connection is shut down\",\"response\":{}}\n");
        assertThat(engine.waiting).isEmpty();
    }

    private static String waiting(long id) {
        return "{\"request-id\":" + id + ",\"type\":\"Provisioner\",\"version\":11,\"request\":\"Wait\"}";
    }
}
