// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** The demo provisioner of the quickstart against the distribution, each in a process of its own. */
public class DemoIT {

    private static final int ENOUGH_MACHINES = 3;

    @Test
    public void everyMachineEndsWhereItShouldThoughTheControllerIsKilledMeanwhile() throws Exception {
        try (ControllerProcess controller = ControllerProcess.unpack("demo")) {
            controller.start();
            facet(
                    controller,
                    "model-import",
                    WebshopModel.file(controller.home()).toString());
            Path agentConf = controller.home().resolve("agent.conf");
            facet(controller, "agent-conf-issue", "--controller", "--output", agentConf.toString(), WebshopModel.NAME);

            List<String> lines = new ArrayList<>();
            try (DemoProcess demo =
                    DemoProcess.start("--agent-conf", agentConf.toString(), "--timeout-s", "180", "--workers", "2")) {
                for (String line = demo.readLine(); line != null; line = demo.readLine()) {
                    lines.add(line);
                    if (line.contains("[ " + ENOUGH_MACHINES + "/")) {
                        controller.kill();
                        controller.start();
                    }
                }
                assertThat(demo.status()).as(String.join("\n", lines)).isZero();
            }

            assertThat(String.join("\n", lines))
                    .contains("No connection", "failed for now", "Trying again where the error may have passed")
                    .contains(
                            "27 machines: 14 started (1 after a transient error), 12 already running, 1 cleared away.");
            assertThat(facet(controller, "machine-list", "--no-format", WebshopModel.NAME)
                            .lines())
                    .filteredOn(line -> line.matches("[0-9]+\t.*"))
                    .hasSize(26)
                    .allMatch(line -> line.contains("\tstarted\trunning\t"));
        }
    }

    @Test
    public void demoSaysWhatIsWrongAndFails() throws Exception {
        demoFails(
                1,
                "did not answer \"running\" within 1 s",
                "--wait-health",
                "https://127.0.0.1:1/health",
                "--ca",
                "insecure",
                "--timeout-s",
                "1");
        demoFails(1, "no-such.conf: no such file", "--agent-conf", "/no-such.conf");
        demoFails(2, "unknown argument --nonsense; see --help", "--nonsense");
    }

    private static void demoFails(int status, String message, String... arguments) throws Exception {
        try (DemoProcess demo = DemoProcess.start(arguments)) {
            assertThat(demo.output()).contains(message);
            assertThat(demo.status()).isEqualTo(status);
        }
    }

    private static String facet(ControllerProcess controller, String... command) throws Exception {
        ProgramResult result = controller.facet(command);
        assertThat(result.status()).as(result.toString()).isZero();
        return result.out();
    }
}
