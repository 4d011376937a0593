// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.provisioner.ProvisionerClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

/** Whatever other bundle of Facet stops and comes back, no connection drops and no watcher loses an event. */
public class ServerNeverBouncesIT extends ControllerTestSupport {

    /** The server itself, and what this test needs to talk to it. */
    private static final Set<String> STAY = Set.of("io.facet.apiserver", "io.facet.rpc", "io.facet.client");

    /** Bundles of floors 2, 2½ and 3 that others do not restart with; with the others everything starts afresh. */
    private static final Pattern PROVIDERS = Pattern.compile("io\\.facet\\."
            + "(access|agentbinary|agentprovisioner|application|cloud|controller|image|keyupdater|machine|model|network"
            + "|provisioning|storage|facade\\.provisioner\\.v[0-9]+)");

    private static final Duration BACK = Duration.ofSeconds(60);
    private static final Map<String, Object> CONTROLLER_MACHINE =
            Map.of("entities", List.of(Map.of("tag", "machine-" + WebshopModel.PROVISIONED)));

    private final ApiSupport api = new ApiSupport();
    private ApiConnection connection;
    private String agentConf;

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void importModelAndLogIn() throws Exception {
        shell("facet:model-import --replace " + WebshopModel.file(Path.of(System.getProperty("karaf.home"))));
        agentConf = shell("facet:agent-conf-issue --controller " + WebshopModel.NAME);
        connection = api.connect(agentConf);
    }

    @After
    public void disconnect() {
        connection.close();
        api.close();
    }

    @Test
    public void connectionAndWatcherSurviveTheStopOfEveryOtherBundle() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ApiSupport.await(new ProvisionerClient(connection).watchModelMachines(seen::addAll));
        List<Bundle> others = Arrays.stream(bundleContext.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("io.facet."))
                .filter(bundle -> !STAY.contains(bundle.getSymbolicName()))
                .toList();
        assertThat(others).extracting(Bundle::getSymbolicName).contains("io.facet.store", "io.facet.machine");

        for (Bundle bundle : others) {
            bundle.stop();
            ApiSupport.await(connection.call("Pinger", 1, "Ping", null));
            bundle.start();
            await("an answer after " + bundle.getSymbolicName() + " came back")
                    .atMost(BACK)
                    .until(this::facadeAnswers);
            assertThat(connection.closed().toCompletableFuture())
                    .as("connection after the stop of " + bundle.getSymbolicName())
                    .isNotDone();
        }

        int before = seen.size();
        shell("facet:machine-add " + WebshopModel.NAME);
        await("the watcher made before all that").atMost(BACK).until(() -> seen.size() == before + 1);
        assertThat(connection.closed().toCompletableFuture()).isNotDone();
    }

    @Test
    public void whatIsAskedWhileAProviderOrFacadeIsStoppedIsAnsweredWhenItIsBack() throws Exception {
        List<Bundle> providers = Arrays.stream(bundleContext.getBundles())
                .filter(bundle -> PROVIDERS.matcher(bundle.getSymbolicName()).matches())
                .toList();
        assertThat(providers).hasSize(16);

        for (Bundle bundle : providers) {
            String name = bundle.getSymbolicName();
            bundle.stop();
            CompletionStage<JsonNode> life = life();
            CompletionStage<ApiConnection> login = api.connecting(agentConf);
            // Requests are read in order: once this one is answered, the call before it waits or runs.
            ApiSupport.await(connection.call("Pinger", 1, "Ping", null));
            bundle.start();
            assertThat(lifeIn(ApiSupport.await(life)))
                    .as("call during the stop of " + name)
                    .isEqualTo("alive");
            try (ApiConnection fresh = ApiSupport.await(login)) {
                assertThat(fresh.login().facades().get("Provisioner"))
                        .as("versions told during the stop of " + name)
                        .contains(9, 10, 11);
            }
        }
        assertThat(connection.closed().toCompletableFuture()).isNotDone();
    }

    private CompletionStage<JsonNode> life() {
        return connection.call("Provisioner", 11, "Life", CONTROLLER_MACHINE);
    }

    private static String lifeIn(JsonNode answer) {
        return answer.at("/results/0/life").asText();
    }

    private boolean facadeAnswers() {
        try {
            return lifeIn(ApiSupport.await(life())).equals("alive");
        } catch (ApiException stillMissing) {
            return false;
        }
    }
}
