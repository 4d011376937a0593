// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The demo provisioner of the quickstart against the distribution, each in a process of its own. */
public class DemoIT {

    private static final int ENOUGH_MACHINES = 3;

    private ControllerProcess controller;
    private Process demo;

    @Before
    public void start() throws Exception {
        controller = ControllerProcess.unpack("demo");
        controller.start();
    }

    @After
    public void stop() {
        if (demo != null) {
            demo.destroyForcibly();
        }
        controller.close();
    }

    @Test
    public void everyMachineEndsWhereItShouldThoughTheControllerIsKilledMeanwhile() throws Exception {
        facet("model-import", WebshopModel.file(controller.home()).toString());
        Path agentConf = controller.home().resolve("agent.conf");
        facet("agent-conf-issue", "--controller", "--output", agentConf.toString(), WebshopModel.NAME);

        startDemo("--agent-conf", agentConf.toString(), "--timeout-s", "180", "--workers", "2");
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = demo.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (line.contains("[ " + ENOUGH_MACHINES + "/")) {
                    controller.kill();
                    controller.start();
                }
            }
        }

        assertThat(demo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        String all = String.join("\n", lines);
        assertThat(demo.exitValue()).as(all).isZero();
        assertThat(all)
                .contains("No connection", "failed for now", "Trying again where the error may have passed")
                .contains("27 machines: 14 started (1 after a transient error), 12 already running, 1 cleared away.");
        assertThat(facet("machine-list", "--no-format", WebshopModel.NAME).lines())
                .filteredOn(line -> line.matches("[0-9]+\t.*"))
                .hasSize(26)
                .allMatch(line -> line.contains("\tstarted\trunning\t"));
    }

    @Test
    public void demoSaysWhatIsWrongAndFails() throws Exception {
        startDemo("--wait-health", "https://127.0.0.1:1/health", "--ca", "insecure", "--timeout-s", "1");
        assertThat(output()).contains("did not answer \"running\" within 1 s");
        assertThat(demo.waitFor()).isEqualTo(1);

        startDemo("--agent-conf", controller.home().resolve("no-such.conf").toString());
        assertThat(output()).contains("no-such.conf: no such file");
        assertThat(demo.waitFor()).isEqualTo(1);

        startDemo("--nonsense");
        assertThat(output()).contains("unknown argument --nonsense; see --help");
        assertThat(demo.waitFor()).isEqualTo(2);
    }

    private void startDemo(String... arguments) throws Exception {
        Path jar = Path.of("../demo/target/facet-demo.jar");
        assertThat(Files.exists(jar)).as("%s, made by module demo", jar).isTrue();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        demo = new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private String output() throws Exception {
        return new String(demo.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private String facet(String... command) throws Exception {
        ProgramResult result = controller.facet(command);
        assertThat(result.status()).as(result.toString()).isZero();
        return result.out();
    }
}
