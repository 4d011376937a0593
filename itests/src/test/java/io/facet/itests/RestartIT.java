// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.client.ApiConnection;
import io.facet.client.provisioner.NewInstance;
import io.facet.client.provisioner.ProvisionerClient;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.MachineId;
import java.nio.file.Files;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What was acknowledged, and who the controller is, outlive an orderly stop and a SIGKILL. */
public class RestartIT {

    private static final String NONCE = "machine-0:4b1e3a52-7f0c-4a5f-9a6e-2f6d8f3c9b10";
    private static final MachineId FIRST = new MachineId(WebshopModel.PENDING);
    private static final MachineId SECOND = new MachineId("13");

    private ControllerProcess controller;
    private final ApiSupport api = new ApiSupport();

    @Before
    public void start() throws Exception {
        controller = ControllerProcess.unpack("restart");
        controller.start();
    }

    @After
    public void stop() {
        api.close();
        controller.close();
    }

    @Test
    public void identityModelsAndAcknowledgedWritesOutliveStopAndKill() throws Exception {
        facet("model-import", WebshopModel.file(controller.home()).toString());
        String agentConf = facet("agent-conf-issue", "--controller", WebshopModel.NAME);
        String certificate = Files.readString(controller.data().resolve("server.crt"));

        provision(agentConf, FIRST, "i-first");
        String machines = facet("machine-list", "--no-format", WebshopModel.NAME);
        controller.stop();
        controller.start();
        assertThat(facet("machine-list", "--no-format", WebshopModel.NAME)).isEqualTo(machines);
        assertThat(Files.readString(controller.data().resolve("server.crt"))).isEqualTo(certificate);
        assertThat(instanceId(agentConf, FIRST)).isEqualTo("i-first");

        provision(agentConf, SECOND, "i-second");
        controller.kill();
        controller.start();
        assertThat(instanceId(agentConf, SECOND)).isEqualTo("i-second");
    }

    private void provision(String agentConf, MachineId machine, String instanceId) {
        try (ApiConnection connection = api.connect(agentConf)) {
            NewInstance instance = new NewInstance(machine, instanceId, "", NONCE, HardwareCharacteristics.UNKNOWN);
            assertThat(ApiSupport.await(new ProvisionerClient(connection).setInstanceInfo(List.of(instance))))
                    .isEmpty();
        }
    }

    private String instanceId(String agentConf, MachineId machine) {
        try (ApiConnection connection = api.connect(agentConf)) {
            return ApiSupport.await(new ProvisionerClient(connection).instanceId(List.of(machine)))
                    .get(machine)
                    .orThrow();
        }
    }

    private String facet(String... command) throws Exception {
        ProgramResult result = controller.facet(command);
        assertThat(result.status()).as(result.toString()).isZero();
        return result.out();
    }
}
