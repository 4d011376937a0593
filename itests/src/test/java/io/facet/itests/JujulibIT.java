// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * A client that was not written here: Juju's own JavaScript library, against the distribution in a process of its own. What
 * it checks is in {@code src/test/js}. Skipped where there is no Node.js, except where the environment says {@code CI=true}.
 */
public class JujulibIT {

    private static final int OLDEST_NODE = 20;
    private static final String MODEL = "webshop";
    private static final String PROVISIONED_MACHINE = "0";

    private ControllerProcess controller;

    @Before
    public void startController() throws Exception {
        String missing = missing();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(missing).as("CI=true requires Node.js").isEmpty();
        }
        assumeTrue(missing, missing.isEmpty());
        controller = ControllerProcess.unpack("jujulib");
        controller.start();
    }

    @After
    public void killController() {
        if (controller != null) {
            controller.close();
        }
    }

    @Test
    public void jujulibWorksAsControllerAndAsMachineAgent() throws Exception {
        await("the commands")
                .atMost(Duration.ofSeconds(60))
                .until(() -> controller.facet("model-list").status() == 0);
        Path home = controller.home();
        Path controllerConf = home.resolve("controller-agent.conf");
        Path machineConf = home.resolve("machine-agent.conf");
        succeeds(controller.facet(
                "model-import", home.resolve("examples/model-webshop.yaml").toString()));
        succeeds(controller.facet("agent-conf-issue", "--controller", "--output", controllerConf.toString(), MODEL));
        succeeds(controller.facet("agent-conf-issue", "--output", machineConf.toString(), MODEL, PROVISIONED_MACHINE));
        Path scripts = copyScripts();
        succeeds(run(scripts, Map.of(), "npm", "ci", "--ignore-scripts"));

        ProgramResult tests = run(
                scripts,
                Map.of(
                        "FACET_HOME", home.toString(),
                        "FACET_MODEL", MODEL,
                        "FACET_CONTROLLER_CONF", controllerConf.toString(),
                        "FACET_MACHINE_CONF", machineConf.toString(),
                        "JAVA_HOME", System.getProperty("java.home")),
                "node",
                "--test",
                "--test-reporter=spec",
                "jujulib.test.js");

        assertThat(tests.status()).as(tests.out() + tests.err()).isZero();
        assertThat(tests.out()).contains("fail 0").doesNotContain("tests 0");
    }

    /** What keeps the test from running, or nothing. */
    private static String missing() throws InterruptedException {
        try {
            ProgramResult node = ProgramResult.of(new ProcessBuilder("node", "--version"));
            ProgramResult npm = ProgramResult.of(new ProcessBuilder("npm", "--version"));
            String version = node.out().strip();
            boolean works = node.status() == 0 && npm.status() == 0;
            return works && major(version) >= OLDEST_NODE
                    ? ""
                    : "Node.js " + OLDEST_NODE + " or later is needed, found \"" + version + "\"";
        } catch (IOException e) {
            return "there is no Node.js with npm on the PATH";
        }
    }

    private static int major(String version) {
        return Integer.parseInt(version.replaceFirst("^v", "").replaceFirst("\\..*$", ""));
    }

    /** The scripts where packages may be installed beside them. */
    private static Path copyScripts() throws IOException {
        Path source = Path.of("src/test/js");
        Path target = Distribution.underTest().workDirectory("js");
        for (String file : List.of("package.json", "package-lock.json", ".npmrc", "agent.js", "jujulib.test.js")) {
            Files.copy(source.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }

    private static ProgramResult run(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return ProgramResult.of(builder);
    }

    private static void succeeds(ProgramResult result) {
        assertThat(result.status()).as(result.toString()).isZero();
    }
}
