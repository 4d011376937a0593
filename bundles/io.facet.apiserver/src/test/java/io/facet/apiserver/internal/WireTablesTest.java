// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.facade.api.FacadeException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The tables of {@code wire.md} 2.3, 3.3, 4 and 5.1, over a TLS socket. */
public class WireTablesTest {

    private static final String MODEL_PATH = "/model/" + MODEL + "/api";

    @Rule
    public final TestServer server = new TestServer();

    @Before
    public void serveFacades() {
        server.serve(
                "Provisioner",
                11,
                new TestFacade()
                        .with("Life", (call, params) -> "{\"params\":" + params + "}")
                        .with("Nothing", (call, params) -> null)
                        .with(
                                "WhoAmI",
                                (call, params) -> "{\"tag\":\"" + call.caller().tag() + "\",\"controller\":"
                                        + call.caller().controller() + ",\"model\":\"" + call.modelUuid() + "\"}")
                        .with("Crash", (call, params) -> {
                            throw new IllegalStateException("the password is hunter2");
                        })
                        .with("Error", (call, params) -> {
                            throw new NoClassDefFoundError("gone");
                        })
                        .with("NotJson", (call, params) -> "oops")
                        .async("NoStage", (call, params) -> null)
                        .with("Refuse", (call, params) -> {
                            throw new FacadeException("not found", "machine 42 not found");
                        })
                        .async(
                                "RefuseLater",
                                (call, params) -> CompletableFuture.<byte[]>supplyAsync(() -> {
                                    throw new FacadeException("", "\"bar\" is not a valid tag");
                                })),
                Set.of("iaas"),
                TestServer.bundle(50, "1.0.0"));
    }

    private static String error(int id, String text, String code) {
        return "{\"request-id\":" + id + ",\"error\":\"" + text.replace("\"", "\\\"") + "\""
                + (code.isEmpty() ? "" : ",\"error-code\":\"" + code + "\"") + ",\"response\":{}}";
    }

    @Test
    public void whatIsUnknownIsAnsweredAndTheConnectionLives() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(client.call("{\"request-id\":1,\"type\":\"Nope\",\"request\":\"A\"}"))
                    .isEqualTo(error(1, "unknown facade type \"Nope\"", "not implemented"));
            assertThat(client.call(WireClient.request(2, "Nope", 0, "", "A", "{}")))
                    .isEqualTo(error(2, "unknown facade type \"Nope\"", "not implemented"));
            assertThat(client.call(WireClient.request(3, "Nope", 7, "", "A", "{}")))
                    .isEqualTo(error(3, "unknown version 7 for facade type \"Nope\"", "not implemented"));
            assertThat(client.call(WireClient.request(4, "Provisioner", 12, "", "Life", "{}")))
                    .isEqualTo(error(4, "unknown version 12 for facade type \"Provisioner\"", "not implemented"));
            assertThat(client.call(WireClient.request(5, "Pinger", 2, "", "Ping", "{}")))
                    .isEqualTo(error(5, "unknown version 2 for facade type \"Pinger\"", "not implemented"));
            assertThat(client.call("{\"request-id\":6,\"type\":\"Provisioner\",\"request\":\"Life\"}"))
                    .isEqualTo(error(6, "unknown facade type \"Provisioner\"", "not implemented"));
            assertThat(client.call("{\"request-id\":7,\"version\":11,\"request\":\"Life\"}"))
                    .isEqualTo(error(7, "unknown version 11 for facade type \"\"", "not implemented"));
            assertThat(client.call("{\"request-id\":8,\"request\":\"Life\"}"))
                    .isEqualTo(error(8, "unknown facade type \"\"", "not implemented"));
            assertThat(client.call("{\"request-id\":9,\"type\":\"Provisioner\",\"version\":11}"))
                    .isEqualTo(error(9, "unknown version 11 for facade type \"Provisioner\"", "not implemented"));
            assertThat(client.call(WireClient.request(10, "Provisioner", 11, "", "life", "{}")))
                    .isEqualTo(error(
                            10,
                            "unknown method \"life\" at version 11 for facade type \"Provisioner\"",
                            "not implemented"));
            assertThat(client.call(WireClient.request(11, "Pinger", 1, "", "Pong", "{}")))
                    .isEqualTo(error(
                            11, "unknown method \"Pong\" at version 1 for facade type \"Pinger\"", "not implemented"));
            assertThat(client.call(WireClient.request(12, "Pinger", 1, "", "", "{}")))
                    .isEqualTo(error(12, "unknown version 1 for facade type \"Pinger\"", "not implemented"));
            assertThat(client.call(WireClient.request(13, "Provisioner", -4, "", "Life", "{}")))
                    .isEqualTo(error(13, "unknown version -4 for facade type \"Provisioner\"", "not implemented"));
        }
    }

    @Test
    public void paramsOfTheWrongShapeAreAnsweredOnlyIfTheMethodIsKnown() throws Exception {
        try (WireClient client = server.agent()) {
            for (String params : List.of("[]", "\"x\"", "7", "true")) {
                assertThat(client.call(WireClient.request(1, "Provisioner", 11, "", "Life", params)))
                        .contains("\"error\":\"json: cannot unmarshal ")
                        .doesNotContain("error-code");
                assertThat(client.call(WireClient.request(1, "Pinger", 1, "", "Ping", params)))
                        .contains("\"error\":\"json: cannot unmarshal ")
                        .doesNotContain("error-code");
            }
            client.send(WireClient.request(2, "Provisioner", 11, "", "Zap", "[]"));
            assertThat(client.isClosedWithEmptyFrame()).isTrue();
        }
        try (WireClient client = server.connect("/model/6f1c2a3e-0b4d-4c5e-8f60-000000000000/api")) {
            client.send(WireClient.request(1, "Admin", 3, "", "Login", "[]"));
            assertThat(client.isClosedWithEmptyFrame()).isTrue();
        }
    }

    @Test
    public void fatalMessagesCloseTheConnection() throws Exception {
        for (String message : List.of(
                "", "{", "[]", "null", "{\"request-id\":0,\"type\":\"A\"}", "{\"request-id\":1.5,\"type\":\"A\"}")) {
            try (WireClient client = server.connect("/api")) {
                client.send(message);
                assertThat(client.isClosedWithEmptyFrame()).as(message).isTrue();
            }
        }
    }

    @Test
    public void aNonEmptyIdIsIgnoredByOrdinaryFacadesAndRefusedByAdmin() throws Exception {
        try (WireClient client = server.connect(MODEL_PATH)) {
            assertThat(client.call(WireClient.request(1, "Admin", 3, "7", "Login", "{}")))
                    .isEqualTo(error(1, "id not found", "not found"));
            client.login("machine-42");
            assertThat(client.call(WireClient.request(2, "Provisioner", 11, "7", "Life", "{}")))
                    .isEqualTo("{\"request-id\":2,\"response\":{\"params\":{}}}");
        }
    }

    @Test
    public void failuresInsideAMethodAreAnsweredWithoutLeaking() throws Exception {
        try (WireClient client = server.agent()) {
            for (String method : List.of("Crash", "Error", "NotJson", "NoStage")) {
                assertThat(client.call(WireClient.request(1, "Provisioner", 11, "", method, "{}")))
                        .as(method)
                        .matches("\\{\"request-id\":1,\"error\":\"internal error, see the controller's log for"
                                + " [0-9a-z]{10}\",\"response\":\\{}}");
            }
            assertThat(client.call(WireClient.request(2, "Provisioner", 11, "", "Nothing", "{}")))
                    .isEqualTo("{\"request-id\":2,\"response\":{}}");
        }
    }

    @Test
    public void refusalsOfAFacadeKeepTextAndCode() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(client.call(WireClient.request(1, "Provisioner", 11, "", "Refuse", "{}")))
                    .isEqualTo(error(1, "machine 42 not found", "not found"));
            assertThat(client.call(WireClient.request(2, "Provisioner", 11, "", "RefuseLater", "{}")))
                    .isEqualTo(error(2, "\"bar\" is not a valid tag", ""));
            assertThat(client.call(WireClient.request(3, "StringsWatcher", 1, "9", "Next", "{}")))
                    .isEqualTo(error(3, "unknown watcher id", "not found"));
            assertThat(client.call(WireClient.request(4, "NotifyWatcher", 1, "", "Stop", "{}")))
                    .isEqualTo(error(4, "unknown watcher id", "not found"));
        }
    }

    @Test
    public void onlyAdminAnswersBeforeLogin() throws Exception {
        try (WireClient client = server.connect(MODEL_PATH)) {
            assertThat(client.call(WireClient.request(1, "Pinger", 1, "", "Ping", "{}")))
                    .isEqualTo(error(1, "unknown version 1 for facade type \"Pinger\"", "not implemented"));
            assertThat(client.call(WireClient.request(2, "ModelManager", 0, "", "X", "{}")))
                    .isEqualTo(error(2, "unknown facade type \"ModelManager\"", "not implemented"));
            String old = "this version of Juju does not support login from old clients (not supported)";
            assertThat(client.call(WireClient.request(3, "Admin", 2, "", "Login", "{}")))
                    .isEqualTo(error(3, old, "not supported"));
            assertThat(client.call(WireClient.request(4, "Admin", 0, "", "Foo", "{}")))
                    .isEqualTo(error(4, old, "not supported"));
            assertThat(client.call(WireClient.request(5, "Admin", 3, "", "Foo", "{}")))
                    .isEqualTo(error(
                            5, "unknown method \"Foo\" at version 0 for facade type \"Admin\"", "not implemented"));
            assertThat(client.call(WireClient.request(6, "Admin", 3, "", "RedirectInfo", "{}")))
                    .isEqualTo(error(6, "not redirected", ""));
            assertThat(client.call(WireClient.request(7, "Admin", 3, "", "Login", "{\"auth-tag\":7}")))
                    .contains("\"error\":\"json: cannot unmarshal")
                    .doesNotContain("error-code");
            assertThat(client.call(WireClient.request(8, "Admin", 3, "", "Login", "{\"token\":\"jwt\"}")))
                    .isEqualTo(error(8, "login with a token is not supported", "not supported"));
            assertThat(client.login("machine-42")).contains("\"Provisioner\"");
        }
    }

    @Test
    public void adminIsGoneAfterLogin() throws Exception {
        try (WireClient client = server.agent()) {
            assertThat(client.call(WireClient.request(1, "Admin", 3, "", "Login", "{}")))
                    .isEqualTo(error(1, "unknown version 3 for facade type \"Admin\"", "not implemented"));
        }
        try (WireClient client = server.loggedIn("/api", "user-admin")) {
            assertThat(client.call(WireClient.request(1, "Admin", 3, "", "Login", "{}")))
                    .isEqualTo(
                            error(1, "facade \"Admin\" not supported for controller API connection", "not supported"));
        }
    }

    @Test
    public void aRequestPipelinedBehindALoginMeetsTheStateBeforeIt() throws Exception {
        server.logins.gate = new CompletableFuture<>();
        try (WireClient client = server.connect(MODEL_PATH)) {
            String params = "{\"auth-tag\":\"machine-42\",\"credentials\":\"" + FakeLogins.PASSWORD + "\",\"nonce\":\""
                    + FakeLogins.NONCE + "\"}";
            client.send(WireClient.request(1, "Admin", 3, "", "Login", params));
            client.send(WireClient.request(2, "Admin", 3, "", "Login", params));
            client.send(WireClient.request(3, "Pinger", 1, "", "Ping", "{}"));
            assertThat(client.reply())
                    .isEqualTo(error(3, "unknown version 1 for facade type \"Pinger\"", "not implemented"));
            server.logins.gate.complete(null);
            assertThat(client.reply()).startsWith("{\"request-id\":1,\"response\":{\"servers\"");
            assertThat(client.reply()).isEqualTo(error(2, "already logged in", ""));
        }
    }

    @Test
    public void aLateRefusalCountsAsLoggedIn() throws Exception {
        String params = "{\"auth-tag\":\"user-nobody\",\"credentials\":\"x\"}";
        try (WireClient client = server.connect(MODEL_PATH)) {
            assertThat(client.call(WireClient.request(1, "Admin", 3, "", "Login", params)))
                    .isEqualTo(error(1, "permission denied", "unauthorized access"));
            assertThat(client.call(WireClient.request(2, "Admin", 3, "", "Login", params)))
                    .isEqualTo(error(2, "already logged in", ""));
        }
    }

    @Test
    public void aLoginThatCannotBeDecidedHasNoCode() throws Exception {
        try (WireClient client = server.connect(MODEL_PATH)) {
            assertThat(client.call(WireClient.request(
                            1, "Admin", 3, "", "Login", "{\"auth-tag\":\"machine-666\",\"credentials\":\"x\"}")))
                    .contains("internal error, see the controller's log for ")
                    .doesNotContain("error-code");
        }
    }

    @Test
    public void theKindOfConnectionIsTestedBeforeExistence() throws Exception {
        try (WireClient client = server.loggedIn("/", "user-admin")) {
            for (String type : List.of("Nope", "StringsWatcher", "Provisioner")) {
                assertThat(client.call(WireClient.request(1, type, 1, "", "A", "{}")))
                        .isEqualTo(error(
                                1,
                                "facade \"" + type + "\" not supported for controller API connection",
                                "not supported"));
            }
            assertThat(client.call(WireClient.request(2, "ModelManager", 10, "", "A", "{}")))
                    .isEqualTo(error(2, "unknown version 10 for facade type \"ModelManager\"", "not implemented"));
            assertThat(client.call(WireClient.request(3, "Pinger", 1, "", "Ping", "{}")))
                    .isEqualTo("{\"request-id\":3,\"response\":{}}");
        }
        try (WireClient client = server.agent()) {
            for (String type : List.of("AllModelWatcher", "Cloud", "Controller", "UserManager")) {
                assertThat(client.call(WireClient.request(1, type, 1, "", "A", "{}")))
                        .isEqualTo(error(
                                1, "facade \"" + type + "\" not supported for model API connection", "not supported"));
            }
        }
    }

    @Test
    public void aFacadeThatContainerModelsLackSaysSoThereThoughLoginListsIt() throws Exception {
        try (WireClient client = server.connect("/model/" + FakeLogins.CAAS_MODEL + "/api")) {
            assertThat(client.login("machine-42")).contains("\"Provisioner\"");
            assertThat(client.call(WireClient.request(1, "Provisioner", 11, "", "Life", "{}")))
                    .isEqualTo(error(1, "facade \"Provisioner\" not supported on container models", "not supported"));
            assertThat(client.call(WireClient.request(2, "Nope", 11, "", "Life", "{}")))
                    .isEqualTo(error(2, "unknown version 11 for facade type \"Nope\"", "not implemented"));
        }
    }

    @Test
    public void aFacadeSeesWhoCallsAndWhere() throws Exception {
        try (WireClient client = server.loggedIn(MODEL_PATH, "machine-0")) {
            assertThat(client.call(WireClient.request(1, "Provisioner", 11, "", "WhoAmI", "{}")))
                    .isEqualTo("{\"request-id\":1,\"response\":{\"tag\":\"machine-0\",\"controller\":true,\"model\":\""
                            + MODEL + "\"}}");
        }
    }
}
