// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.Test;

/** The fault table of {@code wire.md} 2.3, as far as it is the engine's: which faults are fatal, which are answered. */
public class FaultTableTest {

    private static final String NOT_IMPLEMENTED =
            "{\"request-id\":1,\"error\":\"unknown\",\"error-code\":\"not implemented\",\"response\":{}}\n";

    private final Engine engine = new Engine();

    @Test
    public void whatIsNoRequestClosesTheConnection() {
        for (String message : List.of(
                "",
                "   ",
                "{",
                "nonsense",
                "[]",
                "null",
                "7",
                "\"text\"",
                "{}",
                "{\"request-id\":1",
                "{\"request-id\":1,}",
                "{'request-id':1}",
                "\uFEFF{\"request-id\":1,\"type\":\"A\"}")) {
            assertFatal(message);
        }
    }

    @Test
    public void aRequestIdThatIsNotAPositiveIntegerClosesTheConnection() {
        for (String id : List.of(
                "0", "null", "-1", "-0", "1.0", "1.5", "1e3", "\"1\"", "true", "[]", "{}", "18446744073709551616")) {
            assertFatal("{\"request-id\":" + id + ",\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\"}");
        }
        assertFatal("{\"type\":\"Pinger\",\"version\":1,\"request\":\"Ping\"}");
        assertFatal("{\"RequestId\":1,\"type\":\"Pinger\",\"version\":1,\"request\":\"Ping\"}");
    }

    @Test
    public void aMemberOfTheWrongTypeClosesTheConnection() {
        for (String member : List.of(
                "\"version\":\"11\"",
                "\"version\":11.0",
                "\"version\":true",
                "\"version\":9223372036854775808",
                "\"id\":7",
                "\"id\":{}",
                "\"type\":1",
                "\"request\":[]",
                "\"trace-id\":1",
                "\"span-id\":false",
                "\"trace-flags\":\"1\"",
                "\"error\":5",
                "\"error-code\":{}",
                "\"error-info\":[]")) {
            assertFatal(
                    "{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\"," + member + "}");
        }
    }

    @Test
    public void aResponseIsIgnored() throws Exception {
        assertThat(engine.send("{\"request-id\":1,\"response\":{\"a\":1}}")).isEmpty();
        assertThat(engine.send("{\"request-id\":1,\"response\":null}")).isEmpty();
        assertThat(engine.send("{\"request-id\":1,\"error\":\"x\"}")).isEmpty();
    }

    @Test
    public void aResponseThatIsNoObjectClosesTheConnection() {
        assertFatal("{\"request-id\":1,\"response\":[]}");
        assertFatal("{\"request-id\":1,\"response\":\"x\"}");
    }

    @Test
    public void whatCannotBeResolvedIsAnswered() throws Exception {
        for (String request : List.of(
                "\"type\":\"Nope\",\"version\":1,\"request\":\"A\"",
                "\"type\":\"Provisioner\",\"request\":\"Life\"",
                "\"type\":\"Provisioner\",\"version\":-3,\"request\":\"Life\"",
                "\"type\":\"provisioner\",\"version\":11,\"request\":\"Life\"",
                "\"type\":\"Provisioner\",\"version\":11,\"request\":\"life\"",
                "\"version\":11,\"request\":\"Life\"",
                "\"type\":\"Provisioner\",\"version\":11")) {
            assertThat(engine.send("{\"request-id\":1," + request + "}")).containsExactly(NOT_IMPLEMENTED);
        }
    }

    @Test
    public void paramsThatAreNoObjectAreAnsweredWithoutACode() throws Exception {
        assertThat(engine.send(life("[]")))
                .containsExactly("{\"request-id\":1,\"error\":\"json: cannot unmarshal array into params of"
                        + " Provisioner.Life, which are an object\",\"response\":{}}\n");
        for (String params : List.of("\"x\"", "7", "1.5", "true", "false", "[{}]")) {
            assertThat(engine.send(life(params))).singleElement().asString().contains("cannot unmarshal");
        }
    }

    @Test
    public void paramsThatAreNoObjectCloseTheConnectionIfTheMethodIsUnknown() {
        assertFatal("{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Zap\",\"params\":[]}");
        assertFatal("{\"request-id\":1,\"type\":\"Nope\",\"version\":1,\"request\":\"Zap\",\"params\":7}");
    }

    @Test
    public void omittedAndNullParamsAreAnEmptyObject() throws Exception {
        String expected = "{\"request-id\":1,\"response\":{}}\n";
        assertThat(engine.send(life("null"))).containsExactly(expected);
        assertThat(engine.send("{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\"}"))
                .containsExactly(expected);
    }

    @Test
    public void aRefusalIsAnsweredWithItsCode() throws Exception {
        assertThat(engine.send(call("Refuse")))
                .containsExactly("{\"request-id\":1,\"error\":\"machine 42 not found\","
                        + "\"error-code\":\"not found\",\"response\":{}}\n");
    }

    @Test
    public void aCrashIsAnsweredWithoutItsText() throws Exception {
        assertThat(engine.send(call("Break")))
                .containsExactly("{\"request-id\":1,\"error\":\"oops\",\"response\":{}}\n");
        assertThat(engine.send(call("Throw")))
                .containsExactly("{\"request-id\":1,\"error\":\"oops\",\"response\":{}}\n");
    }

    @Test
    public void deepNestingClosesTheConnection() {
        assertFatal(life("{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}"));
        assertFatal("[".repeat(1_000_000));
    }

    private static String life(String params) {
        return "{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\",\"params\":" + params
                + "}";
    }

    private static String call(String method) {
        return "{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"" + method + "\"}";
    }

    private void assertFatal(String message) {
        assertThatThrownBy(() -> engine.send(message))
                .as(message.substring(0, Math.min(message.length(), 100)))
                .isInstanceOf(FatalMessageException.class);
        assertThat(engine.replies).isEmpty();
    }
}
