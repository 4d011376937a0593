// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.access.api.LoginService;
import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.Readiness;
import io.facet.apiserver.api.ServerListener;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.MDC;

/** Versions 9, 10 and 11 of the Provisioner facade beside one another, one of them coming and going. */
public class FacadeVersionsIT extends ControllerTestSupport {

    private static final String FACADE = "Provisioner";
    private static final List<Integer> VERSIONS = List.of(9, 10, 11);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, Object> PENDING =
            Map.of("entities", List.of(Map.of("tag", "machine-" + WebshopModel.PENDING)));

    private final ApiSupport api = new ApiSupport();
    private final Map<Integer, ApiConnection> clients = new LinkedHashMap<>();
    private String agentConf;

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void connectAClientForEachVersion() throws Exception {
        shell("facet:model-import --replace " + WebshopModel.file(Path.of(System.getProperty("karaf.home"))));
        agentConf = shell("facet:agent-conf-issue --controller " + WebshopModel.NAME);
        for (int version : VERSIONS) {
            clients.put(version, api.connect(agentConf));
        }
    }

    @After
    public void disconnect() {
        clients.values().forEach(ApiConnection::close);
        api.close();
    }

    @Test
    public void clientsOfEachVersionAreServedSideBySide() {
        assertThat(offered(clients.get(11))).isEqualTo(VERSIONS);
        for (int version : VERSIONS) {
            assertThat(call(version, "Life").at("/results/0/life").asText())
                    .as("version %d", version)
                    .isEqualTo("alive");
        }

        assertThat(call(9, "ProvisioningInfo").at("/results/0/result").has("subnet-zones"))
                .isFalse();
        for (int version : List.of(10, 11)) {
            JsonNode info = call(version, "ProvisioningInfo").at("/results/0/result");
            assertThat(info.has("subnet-zones")).as("version %d", version).isTrue();
            assertThat(info.has("subnets-to-zones")).as("version %d", version).isFalse();
        }
        assertThat(call(9, "Series").at("/results/0/result").asText()).isNotEmpty();
        assertThat(call(10, "Series").at("/results/0/result").asText()).isNotEmpty();
        assertThatThrownBy(() -> call(11, "Series"))
                .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.code())
                        .isEqualTo(ApiException.NOT_IMPLEMENTED))
                .hasMessage("unknown method \"Series\" at version 11 for facade type \"Provisioner\"");
    }

    @Test
    public void versionComesAndGoesUnderOpenConnections() throws Exception {
        shell("feature:uninstall facet-provisioner-9");
        try {
            assertThatThrownBy(() -> call(9, "Life"))
                    .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.code())
                            .isEqualTo(ApiException.NOT_IMPLEMENTED))
                    .hasMessage("unknown version 9 for facade type \"Provisioner\"");
            assertThat(call(10, "Life").at("/results/0/life").asText()).isEqualTo("alive");
            assertThat(call(11, "Life").at("/results/0/life").asText()).isEqualTo("alive");
            assertThat(offeredToNewClients()).isEqualTo(List.of(10, 11));
        } finally {
            shell("feature:install facet-provisioner-9");
        }

        // From now on the version is installed, so a call at once waits for it rather than being refused.
        assertThat(call(9, "Life").at("/results/0/life").asText()).isEqualTo("alive");
        await("version 9 in the list for new clients").atMost(SOON).until(() -> offeredToNewClients()
                .equals(VERSIONS));
        for (int version : VERSIONS) {
            assertThat(clients.get(version).closed().toCompletableFuture())
                    .as("connection of the client of version %d", version)
                    .isNotDone();
        }
    }

    @Test
    public void listenersHearOfCallsFromTheMomentTheyAreRegistered() {
        List<CallEvent> calls = new CopyOnWriteArrayList<>();
        ServerListener listener = new ServerListener() {
            @Override
            public void called(CallEvent event) {
                calls.add(event);
            }
        };
        ServiceRegistration<?> registration = bundleContext.registerService(ServerListener.class, listener, null);
        try {
            call(9, "Life");
            call(11, "SetStatus");
            await().atMost(SOON).until(() -> calls.size() == 2);
        } finally {
            registration.unregister();
        }
        call(10, "Life");
        assertThat(calls)
                .extracting(
                        CallEvent::facade,
                        CallEvent::version,
                        CallEvent::method,
                        CallEvent::readOnly,
                        CallEvent::outcome)
                .containsExactly(
                        tuple(FACADE, 9, "Life", true, CallEvent.OK),
                        tuple(FACADE, 11, "SetStatus", false, CallEvent.OK));
        assertThat(new String(calls.get(0).result(), StandardCharsets.UTF_8)).contains("alive");
    }

    @Test
    public void readinessHasASayInTheHealthOfTheServer() {
        ApiServer server = service(ApiServer.class);
        assertThat(server.health()).isEqualTo("running");
        ServiceRegistration<?> registration =
                bundleContext.registerService(Readiness.class, (Readiness) () -> false, null);
        try {
            assertThat(server.health()).isEqualTo("starting");
            assertThat(call(11, "Life").at("/results/0/life").asText()).isEqualTo("alive");
        } finally {
            registration.unregister();
        }
        assertThat(server.health()).isEqualTo("running");
    }

    @Test
    public void callsFromInsideAreServedLikeThoseOfClients() throws Exception {
        ApiServer server = service(ApiServer.class);
        assertThat(server.methods(FACADE, 9)).contains("Life", "Series").isSorted();
        assertThat(server.methods(FACADE, 12)).isEmpty();
        String modelUuid = clients.get(11).login().modelTag().substring("model-".length());
        DirectCall life = new DirectCall(
                "machine-0",
                true,
                modelUuid,
                "iaas",
                FACADE,
                11,
                "Life",
                ("{\"entities\":[{\"tag\":\"machine-" + WebshopModel.PENDING + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(new String(ApiSupport.await(server.call(life)), StandardCharsets.UTF_8))
                .isEqualTo("{\"results\":[{\"life\":\"alive\"}]}");
        assertThat(server.figures().connections()).isGreaterThanOrEqualTo(VERSIONS.size());
        assertThat(server.figures().certificateExpiry()).isPresent();
    }

    /** The login service is called on a thread that serves calls, as facades are. */
    @Test
    public void whatACallLogsBearsItsMarks() throws Exception {
        LoginService real = service(LoginService.class);
        List<Map<String, String>> marks = new CopyOnWriteArrayList<>();
        InvocationHandler handler = (proxy, method, args) -> {
            marks.add(MDC.getCopyOfContextMap());
            return method.invoke(real, args);
        };
        Object spy = Proxy.newProxyInstance(
                LoginService.class.getClassLoader(), new Class<?>[] {LoginService.class}, handler);
        ServiceRegistration<?> registration = bundleContext.registerService(
                LoginService.class.getName(), spy, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 1000)));
        try {
            api.connect(agentConf).close();
        } finally {
            registration.unregister();
        }
        assertThat(marks).isNotEmpty().allSatisfy(mark -> {
            assertThat(mark.get("call")).matches("[0-9a-z]{10}");
            assertThat(mark.get("connection")).matches("[1-9][0-9]*");
            assertThat(mark).containsKey("tag");
        });
    }

    @Test
    public void threadsDoNotInheritTheMarksOfACall() throws Exception {
        MDC.put("call", "mine");
        try {
            AtomicReference<String> inherited = new AtomicReference<>("");
            Thread thread = new Thread(() -> inherited.set(MDC.get("call")));
            thread.start();
            thread.join();
            assertThat(inherited).hasNullValue();
        } finally {
            MDC.remove("call");
        }
    }

    private JsonNode call(int version, String method) {
        return ApiSupport.await(clients.get(version).call(FACADE, version, method, PENDING));
    }

    private List<Integer> offeredToNewClients() {
        try (ApiConnection connection = api.connect(agentConf)) {
            return offered(connection);
        }
    }

    private static List<Integer> offered(ApiConnection connection) {
        return connection.login().facades().get(FACADE);
    }
}
