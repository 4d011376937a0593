// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.WireClient.BINARY;
import static io.facet.apiserver.internal.WireClient.CLOSE;
import static io.facet.apiserver.internal.WireClient.CONTINUATION;
import static io.facet.apiserver.internal.WireClient.FIN;
import static io.facet.apiserver.internal.WireClient.PING;
import static io.facet.apiserver.internal.WireClient.PONG;
import static io.facet.apiserver.internal.WireClient.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** WebSocket frames ({@code wire.md} 1.3). */
public class FramingTest {

    @Rule
    public final TestServer server = new TestServer();

    @Before
    public void serveEcho() {
        server.serve("Echo", 1, new TestFacade().with("Say", (call, params) -> params));
    }

    private static byte[] echo(String text) {
        return WireClient.request(1, "Echo", 1, "", "Say", "{\"text\":\"" + text + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    public void binaryMessagesAreTakenAndAnsweredInText() throws Exception {
        try (WireClient client = server.agent()) {
            client.frame(FIN | BINARY, echo("x"));
            WireClient.Frame reply = client.read();
            assertThat(reply.opcode()).isEqualTo(TEXT);
            assertThat(reply.text()).isEqualTo("{\"request-id\":1,\"response\":{\"text\":\"x\"}}\n");
        }
    }

    @Test
    public void fragmentsAreReassembledWithAPingInBetween() throws Exception {
        byte[] message = echo("a".repeat(10_000) + "é");
        try (WireClient client = server.agent()) {
            client.frame(TEXT, Arrays.copyOfRange(message, 0, 100));
            client.frame(FIN | PING, new byte[] {1, 2, 3});
            client.frame(CONTINUATION, new byte[0]);
            client.frame(CONTINUATION, Arrays.copyOfRange(message, 100, message.length - 4));
            client.frame(FIN | CONTINUATION, Arrays.copyOfRange(message, message.length - 4, message.length));
            WireClient.Frame pong = client.read();
            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(pong.payload()).containsExactly(1, 2, 3);
            assertThat(client.reply()).endsWith("aé\"}}");
        }
    }

    @Test
    public void aCharacterMayBeSplitAcrossFragments() throws Exception {
        byte[] message = echo("é");
        int split = new String(message, StandardCharsets.UTF_8).indexOf('é') + 1;
        try (WireClient client = server.agent()) {
            client.frame(TEXT, Arrays.copyOfRange(message, 0, split));
            client.frame(FIN | CONTINUATION, Arrays.copyOfRange(message, split, message.length));
            assertThat(client.reply()).isEqualTo("{\"request-id\":1,\"response\":{\"text\":\"é\"}}");
        }
    }

    @Test
    public void invalidUtf8IsNoReasonToClose() throws Exception {
        byte[] message = echo("?");
        for (int i = 0; i < message.length; i++) {
            message[i] = message[i] == '?' ? (byte) 0xff : message[i];
        }
        try (WireClient client = server.agent()) {
            client.frame(FIN | TEXT, message);
            assertThat(client.reply()).isEqualTo("{\"request-id\":1,\"response\":{\"text\":\"\uFFFD\"}}");
        }
    }

    @Test
    public void threeMegabytesGoBothWays() throws Exception {
        String text = "x".repeat(3_000_000);
        try (WireClient client = server.agent()) {
            client.frame(FIN | TEXT, echo(text));
            assertThat(client.reply().length())
                    .isEqualTo("{\"request-id\":1,\"response\":{\"text\":\"\"}}".length() + text.length());
        }
    }

    @Test
    public void aCloseIsEchoedWithItsCode() throws Exception {
        try (WireClient client = server.agent()) {
            client.frame(FIN | CLOSE, new byte[] {0x03, (byte) 0xe9, 'b', 'y', 'e'});
            WireClient.Frame echo = client.read();
            assertThat(echo.opcode()).isEqualTo(CLOSE);
            assertThat(echo.payload()).containsExactly(0x03, 0xe9);
            assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    public void violationsOfTheProtocolCloseWithAnEmptyFrame() throws Exception {
        for (int first : new int[] {FIN | CONTINUATION, FIN | 0x40 | TEXT, FIN | 3, PING}) {
            try (WireClient client = server.connect("/api")) {
                client.frame(first, new byte[1]);
                assertThat(client.isClosedWithEmptyFrame()).isTrue();
            }
        }
    }

    @Test
    public void aMessageAboveTheCapClosesOnlyItsConnection() throws Exception {
        server.set("max.frame.bytes", 2048);
        try (WireClient other = server.agent();
                WireClient whole = server.agent();
                WireClient fragments = server.agent()) {
            whole.frame(FIN | TEXT, new byte[4096]);
            assertThat(whole.isClosedWithEmptyFrame()).isTrue();
            fragments.frame(TEXT, new byte[1500]);
            fragments.frame(CONTINUATION, new byte[1500]);
            assertThat(fragments.isClosedWithEmptyFrame()).isTrue();
            assertThat(other.call("Pinger", 1, "Ping", "{}")).contains("\"response\":{}");
        }
    }
}
