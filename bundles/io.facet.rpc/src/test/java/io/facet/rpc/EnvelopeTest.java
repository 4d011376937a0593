// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

/** How envelopes are read and written ({@code wire.md} 2.1). */
public class EnvelopeTest {

    private final Engine engine = new Engine();

    @Test
    public void keysMatchInAnyCase() throws Exception {
        assertThat(engine.send("{\"Request-ID\":7,\"TYPE\":\"Provisioner\",\"Version\":11,\"REQUEST\":\"Life\","
                        + "\"Params\":{\"Entities\":[]},\"Trace-Id\":\"a1\"}"))
                .containsExactly("{\"request-id\":7,\"response\":{\"Entities\":[]},\"trace-id\":\"a1\"}\n");
    }

    @Test
    public void theLastOfDuplicateKeysWins() throws Exception {
        assertThat(
                        engine.send(
                                "{\"request-id\":1,\"request-id\":2,\"type\":\"x\",\"TYPE\":\"Provisioner\",\"version\":9,"
                                        + "\"version\":11,\"request\":\"Zap\",\"request\":\"Life\",\"params\":[],\"params\":{\"a\":1}}"))
                .containsExactly("{\"request-id\":2,\"response\":{\"a\":1}}\n");
    }

    @Test
    public void nullLeavesAFieldAsItWas() throws Exception {
        assertThat(engine.send("{\"request-id\":3,\"request-id\":null,\"type\":\"Provisioner\",\"type\":null,"
                        + "\"version\":11,\"version\":null,\"request\":\"Life\",\"id\":null,\"trace-flags\":null}"))
                .containsExactly("{\"request-id\":3,\"response\":{}}\n");
    }

    @Test
    public void unknownKeysAreIgnored() throws Exception {
        assertThat(engine.send("{\"more\":{\"type\":\"x\",\"b\":[1,2,{}]},\"request-id\":1,\"type\":\"Provisioner\","
                        + "\"version\":11,\"request\":\"Life\",\"params\":{\"x\":1},\"z\":[[]]}"))
                .containsExactly("{\"request-id\":1,\"response\":{\"x\":1}}\n");
    }

    @Test
    public void requestIdsAreUnsigned() throws Exception {
        for (String id : new String[] {"1", "9223372036854775808", "18446744073709551615"}) {
            assertThat(engine.send(
                            "{\"request-id\":" + id + ",\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\"}"))
                    .containsExactly("{\"request-id\":" + id + ",\"response\":{}}\n");
        }
    }

    @Test
    public void onlyTheFirstValueOfAMessageCounts() throws Exception {
        String first = "{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\"}";
        for (String rest : new String[] {"{\"request-id\":2}", "garbage", "]", "\n\n", "\u0000"}) {
            assertThat(engine.send(first + rest)).containsExactly("{\"request-id\":1,\"response\":{}}\n");
        }
    }

    @Test
    public void paramsReachTheMethodAsTheyWereSent() throws Exception {
        String params =
                "{ \"a\" : [1.0, 1e400, 18446744073709551615, \"\\u00e9 é \uD83D\uDE00\"], \"b\":{\"c\":null} }";
        engine.send("{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"params\":" + params
                + ",\"request\":\"Life\"}");
        assertThat(new String(engine.requests.get(0).params().json(), StandardCharsets.UTF_8))
                .isEqualTo(params);
    }

    @Test
    public void longParamsAreCutOutRight() throws Exception {
        String params = "{\"a\":\"" + "é".repeat(100_000) + "\"}";
        engine.send("  {\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"params\":" + params
                + ",\"request\":\"Life\"}");
        assertThat(new String(engine.requests.get(0).params().json(), StandardCharsets.UTF_8))
                .isEqualTo(params);
    }

    @Test
    public void invalidUtf8BecomesTheReplacementCharacter() throws Exception {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(
                "{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\",\"params\":{\"a\":\""
                        .getBytes(StandardCharsets.UTF_8));
        message.write(0xff);
        message.write("b\"}}".getBytes(StandardCharsets.UTF_8));
        assertThat(engine.send(message.toByteArray()))
                .containsExactly("{\"request-id\":1,\"response\":{\"a\":\"\uFFFDb\"}}\n");
    }

    @Test
    public void aLoneSurrogateBecomesTheReplacementCharacter() throws Exception {
        assertThat(engine.send("{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\","
                        + "\"trace-id\":\"\\ud800x\"}"))
                .containsExactly("{\"request-id\":1,\"response\":{},\"trace-id\":\"\uFFFDx\"}\n");
    }

    @Test
    public void traceKeysAreCopiedToErrorsToo() throws Exception {
        assertThat(engine.send("{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Refuse\","
                        + "\"trace-id\":\"a1\",\"span-id\":\"b2\",\"trace-flags\":1}"))
                .containsExactly("{\"request-id\":1,\"error\":\"machine 42 not found\",\"error-code\":\"not found\","
                        + "\"response\":{},\"trace-id\":\"a1\",\"span-id\":\"b2\",\"trace-flags\":1}\n");
        assertThat(engine.send("{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\","
                        + "\"trace-id\":\"\",\"trace-flags\":0}"))
                .containsExactly("{\"request-id\":1,\"response\":{}}\n");
    }

    @Test
    public void aMethodWithoutAResultAnswersAnEmptyObject() throws Exception {
        assertThat(engine.send("{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Nothing\"}"))
                .containsExactly("{\"request-id\":1,\"response\":{}}\n");
    }

    @Test
    public void textIsQuotedAsInTheReference() {
        assertThat(GoText.quote("a\"b\\c\n\t\u0001é")).isEqualTo("\"a\\\"b\\\\c\\n\\t\\x01é\"");
    }
}
