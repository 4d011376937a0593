// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;

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
