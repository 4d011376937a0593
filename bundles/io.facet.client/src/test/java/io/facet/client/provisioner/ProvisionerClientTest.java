// SPDX-License-Identifier: Apache-2.0
package io.facet.client.provisioner;

import static io.facet.client.TestServer.MODEL;
import static io.facet.client.TestServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.ClientThreads;
import io.facet.client.Credentials;
import io.facet.client.DialOptions;
import io.facet.client.TestCa;
import io.facet.client.TestServer;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ProvisionerClientTest {
    private static final TestCa CA = new TestCa();
    private static final MachineId FOUR = new MachineId("4");
    private static final MachineId CONTAINER = new MachineId("4/lxd/1");

    /** What the server answers, by method. */
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private ClientThreads threads;
    private TestServer server;
    private ProvisionerClient client;

    @Before
    public void connect() throws Exception {
        threads = ClientThreads.create();
        server = new TestServer(CA.leaf("juju-apiserver"), (channel, request) -> Optional.ofNullable(
                        answers.get(request.path("request").asText()))
                .flatMap(answer -> ok(request, answer)));
        client = new ProvisionerClient(get(ApiConnection.open(
                threads,
                DialOptions.of(List.of(server.address()), MODEL, CA.pem()),
                new Credentials("machine-0", "password", "nonce"))));
    }

    @After
    public void disconnect() {
        threads.close();
        server.close();
    }

    @Test
    public void newestCommonVersionIsUsed() throws Exception {
        answers.put("ModelUUID", "{\"result\":\"m\"}");

        assertThat(get(client.modelUuid())).isEqualTo("m");

        assertThat(client.version()).isEqualTo(11);
        assertThat(last().path("version").asInt()).isEqualTo(11);
    }

    @Test
    public void eachMachineGetsItsValueOrItsError() throws Exception {
        answers.put(
                "InstanceId",
                "{\"results\":[{\"result\":\"i-4\"},{\"result\":\"\",\"error\":"
                        + "{\"message\":\"machine 4/lxd/1 not provisioned\",\"code\":\"not provisioned\"}}]}");

        Map<MachineId, Result<String>> results = get(client.instanceId(List.of(FOUR, CONTAINER)));

        assertThat(results.get(FOUR).orThrow()).isEqualTo("i-4");
        assertThat(results.get(CONTAINER).failedWith(ApiException.NOT_PROVISIONED))
                .isTrue();
        assertThatThrownBy(() -> results.get(CONTAINER).orThrow())
                .isInstanceOf(ApiException.class)
                .hasMessage("machine 4/lxd/1 not provisioned");
        assertThat(last().path("params").toString())
                .isEqualTo("{\"entities\":[{\"tag\":\"machine-4\"},{\"tag\":\"machine-4-lxd-1\"}]}");
    }

    @Test
    public void lifeAndStatusAreRead() throws Exception {
        answers.put("Life", "{\"results\":[{\"life\":\"dying\"}]}");
        answers.put(
                "InstanceStatus",
                "{\"results\":[{\"id\":\"\",\"life\":\"\",\"status\":\"provisioning error\",\"info\":\"no quota\","
                        + "\"data\":{\"transient\":true},\"since\":\"2026-01-01T00:00:00.5Z\"}]}");

        assertThat(get(client.life(List.of(FOUR))).get(FOUR).orThrow()).isEqualTo(Life.DYING);
        assertThat(get(client.instanceStatus(List.of(FOUR))).get(FOUR).orThrow())
                .isEqualTo(new Status("provisioning error", "no quota", Map.of("transient", true)));
    }

    @Test
    public void provisioningInfoIsRead() throws Exception {
        answers.put(
                "ProvisioningInfo",
                "{\"results\":[{\"result\":{\"constraints\":{\"cores\":4,\"mem\":18446744073709551615,\"spaces\":[\"db\",\"^pub\"],"
                        + "\"allocate-public-ip\":false},\"base\":{\"name\":\"ubuntu\",\"channel\":\"22.04/stable\"},"
                        + "\"placement\":\"zone=z1\",\"jobs\":[\"JobHostUnits\"],\"tags\":{\"juju-model-uuid\":\"m\"},"
                        + "\"endpoint-bindings\":{\"\":\"alpha\"},\"image-metadata\":[{\"image-id\":\"ami-1\"}],"
                        + "\"subnet-zones\":{\"subnet-1\":[\"z1\",\"z2\"]},\"space-subnets\":null}}]}");

        ProvisioningInfo info =
                get(client.provisioningInfo(List.of(FOUR))).get(FOUR).orThrow();

        assertThat(info.constraints())
                .isEqualTo(Constraints.of(Map.of(
                        Constraints.Key.CORES,
                        4L,
                        Constraints.Key.MEM,
                        -1L,
                        Constraints.Key.SPACES,
                        List.of("db", "^pub"),
                        Constraints.Key.ALLOCATE_PUBLIC_IP,
                        false)));
        assertThat(info.base()).isEqualTo(new Base("ubuntu", "22.04/stable"));
        assertThat(info.placement()).isEqualTo("zone=z1");
        assertThat(info.subnetZones()).containsEntry("subnet-1", List.of("z1", "z2"));
        assertThat(info.spaceSubnets()).isEmpty();
        assertThat(info.imageIds()).containsExactly("ami-1");
    }

    @Test
    public void machinesWithTransientErrorsMayBeNone() throws Exception {
        answers.put("MachinesWithTransientErrors", "{\"results\":null}");
        assertThat(get(client.machinesWithTransientErrors())).isEmpty();

        answers.put(
                "MachinesWithTransientErrors",
                "{\"results\":[{\"id\":\"4\",\"life\":\"alive\",\"status\":\"error\",\"info\":\"x\","
                        + "\"data\":{\"transient\":true},\"since\":null}]}");
        assertThat(get(client.machinesWithTransientErrors()))
                .containsExactly(
                        new TransientError(FOUR, Life.ALIVE, new Status("error", "x", Map.of("transient", true))));
    }

    @Test
    public void writesNameTheMachinesThatWereRefused() throws Exception {
        answers.put(
                "EnsureDead",
                "{\"results\":[{},{\"error\":{\"message\":\"permission denied\",\"code\":\"unauthorized access\"}}]}");

        Map<MachineId, ApiException> refused = get(client.ensureDead(List.of(FOUR, CONTAINER)));

        assertThat(refused).containsOnlyKeys(CONTAINER);
        assertThat(refused.get(CONTAINER).code()).isEqualTo(ApiException.UNAUTHORIZED);
    }

    @Test
    public void startedInstanceIsWrittenWithAllRequiredKeys() throws Exception {
        answers.put("SetInstanceInfo", "{\"results\":[{}]}");
        HardwareCharacteristics hardware = new HardwareCharacteristics(
                Optional.of("amd64"),
                OptionalLong.of(-1),
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.of(2),
                OptionalLong.empty(),
                List.of(),
                Optional.of("z1"),
                Optional.empty());

        assertThat(get(client.setInstanceInfo(
                        List.of(new NewInstance(FOUR, "i-4", "juju-4", "machine-0:abc", hardware)))))
                .isEmpty();

        JsonNode entry = last().path("params").path("machines").path(0);
        assertThat(entry.path("characteristics").toString())
                .isEqualTo(
                        "{\"arch\":\"amd64\",\"mem\":18446744073709551615,\"cpu-cores\":2,\"availability-zone\":\"z1\"}");
        assertThat(entry.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "tag",
                        "instance-id",
                        "display-name",
                        "nonce",
                        "characteristics",
                        "volumes",
                        "volume-attachments",
                        "network-config",
                        "charm-profiles");
    }

    @Test
    public void statusesAreWrittenWithAllRequiredKeys() throws Exception {
        answers.put("SetInstanceStatus", "{\"results\":[{}]}");

        get(client.setInstanceStatus(
                Map.of(FOUR, new Status("provisioning error", "no quota", Map.of("transient", true)))));

        JsonNode entry = last().path("params").path("entities").path(0);
        assertThat(entry.path("tag").asText()).isEqualTo("machine-4");
        assertThat(entry.path("status").asText()).isEqualTo("provisioning error");
        assertThat(entry.path("info").asText()).isEqualTo("no quota");
        assertThat(entry.path("data").path("transient").asBoolean()).isTrue();
    }

    @Test
    public void answerThatDoesNotFitTheQuestionIsAFailure() {
        answers.put("Life", "{\"results\":[{\"life\":\"undead\"}]}");

        assertThatThrownBy(() -> get(client.life(List.of(FOUR))))
                .cause()
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("life \"undead\"");
        assertThatThrownBy(() -> get(client.life(List.of(FOUR, CONTAINER))))
                .cause()
                .hasMessage("Life answered 1 results to a call about 2 machines");
    }

    private JsonNode last() {
        return server.requests.get(server.requests.size() - 1);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
