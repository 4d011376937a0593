// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.provisioner.NewInstance;
import io.facet.client.provisioner.ProvisionerClient;
import io.facet.client.provisioner.Status;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.facade.api.Facade;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;

/** What a provisioner worker does, from the import of a model to the removal of a dead machine. */
public class WorkerPathIT extends ControllerTestSupport {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WRITERS = 4;
    private static final int ADDITIONS = 5;
    private static final MachineId MACHINE = new MachineId(WebshopModel.PENDING);
    private static final MachineId DEAD = new MachineId(WebshopModel.DEAD);

    private final ApiSupport api = new ApiSupport();
    private String agentConf;
    private ApiConnection connection;
    private ProvisionerClient provisioner;

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void importModelAndLogIn() throws Exception {
        shell("facet:model-import --replace " + WebshopModel.file(Path.of(System.getProperty("karaf.home"))));
        agentConf = shell("facet:agent-conf-issue --controller " + WebshopModel.NAME);
        connection = api.connect(agentConf);
        provisioner = new ProvisionerClient(connection);
    }

    @After
    public void disconnect() {
        connection.close();
        api.close();
    }

    @Test
    public void pendingMachineIsProvisioned() throws Exception {
        assertThat(ApiSupport.await(provisioner.instanceId(List.of(MACHINE)))
                        .get(MACHINE)
                        .failedWith(ApiException.NOT_PROVISIONED))
                .isTrue();
        var info = ApiSupport.await(provisioner.provisioningInfo(List.of(MACHINE)))
                .get(MACHINE)
                .orThrow();
        assertThat(info.tags()).containsEntry("juju-machine-id", WebshopModel.NAME + "-machine-" + MACHINE);

        String nonce = "machine-0:4b1e3a52-7f0c-4a5f-9a6e-2f6d8f3c9b10";
        NewInstance instance = new NewInstance(MACHINE, "i-worker", "worker", nonce, HardwareCharacteristics.UNKNOWN);
        assertThat(ApiSupport.await(
                        provisioner.setInstanceStatus(Map.of(MACHINE, Status.of("allocating", "starting")))))
                .isEmpty();
        assertThat(ApiSupport.await(provisioner.setInstanceInfo(List.of(instance))))
                .isEmpty();
        assertThat(ApiSupport.await(provisioner.setInstanceStatus(Map.of(MACHINE, Status.of("running", "Deployed")))))
                .isEmpty();

        assertThat(ApiSupport.await(provisioner.instanceId(List.of(MACHINE)))
                        .get(MACHINE)
                        .orThrow())
                .isEqualTo("i-worker");
        assertThat(shell("facet:machine-list --no-format " + WebshopModel.NAME)).contains("i-worker");
        assertThat(ApiSupport.await(provisioner.setInstanceInfo(List.of(instance)))
                        .get(MACHINE)
                        .getMessage())
                .contains("cannot record provisioning info for \"i-worker\": cannot set instance data for machine \""
                        + MACHINE + "\": already set");
    }

    @Test
    public void transientErrorIsListedUntilTheInstanceRuns() {
        Status failed = new Status("provisioning error", "no host in rack-a", Map.of("transient", true));
        assertThat(ApiSupport.await(provisioner.setInstanceStatus(Map.of(MACHINE, failed))))
                .isEmpty();

        assertThat(ApiSupport.await(provisioner.machinesWithTransientErrors()))
                .anySatisfy(machine -> assertThat(machine.machine()).isEqualTo(MACHINE));
        assertThat(ApiSupport.await(provisioner.status(List.of(MACHINE)))
                        .get(MACHINE)
                        .orThrow()
                        .status())
                .isEqualTo("error");

        ApiSupport.await(provisioner.setStatus(Map.of(MACHINE, Status.of("pending"))));
        ApiSupport.await(provisioner.setInstanceStatus(Map.of(MACHINE, Status.of("allocating"))));
        ApiSupport.await(provisioner.setModificationStatus(Map.of(MACHINE, Status.of("idle"))));
        assertThat(ApiSupport.await(provisioner.machinesWithTransientErrors()))
                .noneSatisfy(machine -> assertThat(machine.machine()).isEqualTo(MACHINE));
    }

    @Test
    public void deadMachineIsClearedAway() {
        assertThat(ApiSupport.await(provisioner.life(List.of(DEAD))).get(DEAD).orThrow())
                .isEqualTo(Life.DEAD);

        assertThat(ApiSupport.await(provisioner.markMachinesForRemoval(List.of(DEAD))))
                .isEmpty();

        await("machine " + DEAD + " to go").atMost(SOON).until(() -> ApiSupport.await(provisioner.life(List.of(DEAD)))
                .get(DEAD)
                .failedWith(ApiException.NOT_FOUND));
    }

    @Test
    public void watcherSeesAMachineThatTheShellAdds() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ApiSupport.await(provisioner.watchModelMachines(seen::addAll));
        assertThat(seen).contains(WebshopModel.PENDING);

        String before = Set.copyOf(seen).toString();
        shell("facet:machine-add --constraints mem=2G " + WebshopModel.NAME);

        await("the new machine").atMost(SOON).until(() -> !seen.toString().equals(before));
    }

    @Test
    public void watchersMissNothingThatConcurrentWritersDo() throws Exception {
        Set<String> first = ConcurrentHashMap.newKeySet();
        Set<String> second = ConcurrentHashMap.newKeySet();
        ApiSupport.await(provisioner.watchModelMachines(first::addAll));
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        Set<String> added = ConcurrentHashMap.newKeySet();
        try {
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writes.add(writers.submit(() -> {
                    for (int j = 0; j < ADDITIONS; j++) {
                        added.addAll(shell("facet:machine-add --count 3 " + WebshopModel.NAME)
                                .lines()
                                .toList());
                    }
                    return null;
                }));
            }
            ApiSupport.await(provisioner.watchModelMachines(second::addAll));
            for (Future<?> write : writes) {
                write.get();
            }
        } finally {
            writers.shutdownNow();
        }

        assertThat(added).hasSize(WRITERS * ADDITIONS * 3);
        await("every machine added, in both watchers").atMost(SOON).untilAsserted(() -> {
            assertThat(first).containsAll(added);
            assertThat(second).containsAll(added);
        });
    }

    @Test
    public void whoIsNotLoggedInReachesNoMethod() throws Exception {
        Set<String> methods = service(Facade.class, "(&(facade.name=Provisioner)(facade.version=11))")
                .methods();
        assertThat(methods).hasSize(47);
        BlockingQueue<String> replies = new LinkedBlockingQueue<>();
        URI uri = URI.create("wss://localhost:" + apiPort() + "/model/"
                + AgentConfig.parse(agentConf).modelUuid() + "/api");
        WebSocket stranger = ControllerProcess.client()
                .newWebSocketBuilder()
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        replies.add(text.toString());
                        socket.request(1);
                        return null;
                    }
                })
                .join();
        try {
            for (String method : methods) {
                String call =
                        "{\"request-id\":1,\"type\":\"Provisioner\",\"version\":11,\"request\":\"" + method + "\"}";
                stranger.sendText(call, true).join();
                assertThat(replies.poll(SOON.toSeconds(), TimeUnit.SECONDS))
                        .as(method)
                        .contains("unknown version 11 for facade type", "\"error-code\":\"not implemented\"");
            }
        } finally {
            stranger.abort();
        }
    }

    @Test
    public void machineAgentSeesItselfOnly() throws Exception {
        String conf = shell("facet:agent-conf-issue " + WebshopModel.NAME + " " + WebshopModel.PROVISIONED);
        try (ApiConnection agent = api.connect(conf)) {
            JsonNode lives = ApiSupport.provisioner(
                    agent,
                    "Life",
                    Map.of("entities", List.of(Map.of("tag", "machine-0"), Map.of("tag", MACHINE.tag()))));

            assertThat(lives.at("/results/0/life").asText()).isEqualTo("alive");
            assertThat(lives.at("/results/1/error/code").asText()).isEqualTo(ApiException.UNAUTHORIZED);
            assertThatThrownBy(() -> ApiSupport.provisioner(agent, "WatchModelMachines", null))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("permission denied");
        }
    }
}
