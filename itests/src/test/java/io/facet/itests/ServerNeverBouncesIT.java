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
import java.util.concurrent.ConcurrentHashMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

/** Whatever other bundle of Facet stops and comes back, no connection drops and no watcher loses an event. */
public class ServerNeverBouncesIT extends ControllerTestSupport {

    /** The server itself, and what this test needs to talk to it. */
    private static final Set<String> STAY = Set.of("io.facet.apiserver", "io.facet.rpc", "io.facet.client");

    private static final Duration BACK = Duration.ofSeconds(60);
    private static final Map<String, Object> CONTROLLER_MACHINE =
            Map.of("entities", List.of(Map.of("tag", "machine-" + WebshopModel.PROVISIONED)));

    private final ApiSupport api = new ApiSupport();
    private ApiConnection connection;

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void importModelAndLogIn() throws Exception {
        shell("facet:model-import " + WebshopModel.file(Path.of(System.getProperty("karaf.home"))));
        connection = api.connect(shell("facet:agent-conf-issue --controller " + WebshopModel.NAME));
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

    private boolean facadeAnswers() {
        try {
            JsonNode life = ApiSupport.provisioner(connection, "Life", CONTROLLER_MACHINE);
            return "alive".equals(life.at("/results/0/life").asText());
        } catch (ApiException stillMissing) {
            return false;
        }
    }
}
