// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.itests.fixtures.BundleVariant;
import io.facet.itests.fixtures.ProvisionerVariants;
import io.facet.itests.load.SshShell;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** The distribution in the hands of an operator: the shell in a terminal, and the scripts in programs. */
public class FirstTenMinutesIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String VIEWER = "ola";
    private static final String VIEWER_PASSWORD = "for-this-test-only";

    private static ControllerProcess controller;

    @BeforeClass
    public static void startController() throws Exception {
        controller = ControllerProcess.unpack("first-ten-minutes");
        controller.start();
        controller.configure("users.properties", VIEWER + " = " + VIEWER_PASSWORD + ",ssh,viewer");
    }

    @AfterClass
    public static void killController() {
        controller.close();
    }

    @Test
    public void operatorFindsTheWayThroughTheShell() throws Exception {
        Path home = controller.home();
        try (InteractiveShell shell = new InteractiveShell(
                Terminal.run(home, home.resolve("bin/client").toString()))) {
            // All of them are more than the screen has rows for; these stand near the end.
            shell.offers("facet:s", "facet:swap-list", "List the latest exchanges of facades and services");
            shell.offers("facet:mach", "facet:machine-add", "facet:machine-list");
            assertThat(shell.run("facet:model-import --help"))
                    .contains("Import a model from a file", "--replace", "  facet:model-import /tmp/prod.yaml");

            assertThat(shell.run("facet:model-import exam", "ples/", "mod", "el-webshop.yaml"))
                    .contains("Imported model webshop (", "27 machines, 6 containers");
            assertThat(shell.run("facet:model-list").lines())
                    .anyMatch(line -> line.startsWith("webshop ") && line.endsWith(" 27"));
            assertThat(shell.run("facet:machine-list web", "shop").lines())
                    .anyMatch(line -> line.startsWith("25 ") && line.contains("│ pending "));

            assertThat(shell.run("facet:machine-show web", "shop ", "25"))
                    .containsPattern("juju-machine-id +│ webshop-machine-25");

            assertThat(shell.run("facet:machine-add --constraints mem=lots webshop"))
                    .contains("Error executing command: bad \"mem\" constraint");
            assertThat(shell.run("facet:machine-add --constraints \"cores=4 mem=8G\" webshop")
                            .lines())
                    .contains("27");
            assertThat(shell.run("facet:machine-list webshop").lines())
                    .anyMatch(line -> line.startsWith("27 ") && line.contains("│ pending "));
            assertThat(shell.run("facet:agent-conf-issue --controller --output agent.conf webshop"))
                    .contains("Written to agent.conf");
            try (DemoProcess demo =
                    DemoProcess.start("--agent-conf", home.resolve("agent.conf").toString())) {
                await("machine 27 to run").atMost(SOON).until(() -> shell.run("facet:machine-list webshop")
                        .lines()
                        .anyMatch(line -> line.startsWith("27 ") && line.contains("│ running ")));
                assertThat(demo.output()).contains("28 machines: 15 started");
                assertThat(demo.status()).isZero();
            }

            BundleVariant.of(BundleVariant.shipped(home, ProvisionerVariants.BUNDLE))
                    .version("1.0.1")
                    .writeTo(home.resolve("provisioner-1.0.1.jar"));
            assertThat(shell.run("facet:facade-upgrade prov", "isioner-1.0.1.jar"))
                    .contains("Waiting until it can serve ...", "Provisioner 11 is now served by bundle");
            assertThat(shell.run("facet:facade-list").lines())
                    .anyMatch(line -> line.matches("Provisioner +│ +11 │ yes .*│ 1\\.0\\.1 .*"));
            assertThat(shell.run("facet:facade-rollback Prov", "isioner ", "", "11"))
                    .contains("It took the place of bundle");
            // The table is wider than the terminal.
            assertThat(shell.run("facet:swap-list").replace("\n", ""))
                    .containsPattern(
                            "│ facade-upgrade +│ Provisioner 11 .*│ done.*│ facade-rollback +│ Provisioner 11 .*│ done");
            assertThat(shell.leave()).isZero();
        }
    }

    @Test
    public void viewerLooksAndChangesNothing() throws Exception {
        try (SshShell shell = SshShell.of(controller.sshPort(), VIEWER, VIEWER_PASSWORD)) {
            assertThat(shell.ask("facet:model-list --no-format")).contains("controller\t");
            for (String command : List.of(
                    "facet:machine-add controller",
                    "facet:agent-conf-issue --controller controller",
                    "facet:user-add eve")) {
                SshShell.Result refused = shell.run(command);
                assertThat(refused.succeeded()).as(command).isFalse();
                assertThat(refused.out() + refused.err()).contains("Command not found");
            }
            assertThat(shell.ask("facet:user-list --no-format")).doesNotContain("eve");
        }
    }

    @Test
    public void commandsRunWithoutATerminalAndPrintNothingElse() throws Exception {
        ProgramResult features = controller.facet("feature:list", "-i", "--no-format");
        assertThat(features.status()).as(features.toString()).isZero();
        assertThat(features.err()).isEmpty();
        assertThat(features.out().lines())
                .allMatch(line -> line.contains("Started"))
                .anyMatch(line -> line.startsWith("facet-store"));
    }

    @Test
    public void helpIsShownWithoutATerminalToo() throws Exception {
        String usage = controller.facet("model-list", "--help").out();
        assertThat(usage).contains("facet:model-list", "List the models", "--json");
        assertThat(controller.facet("help", "model-list").out()).isEqualTo(usage);
        assertThat(controller.facet("help facet:model-list").out()).isEqualTo(usage);
        assertThat(controller.facet("help").out()).contains("facet:model-list", "List the models");
    }

    @Test
    public void commandThatFailsGivesStatusOneAndItsMessageOnStandardError() throws Exception {
        ProgramResult unknown = controller.facet("no-such-command");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).isEqualTo("Command not found: facet:no-such-command\n");
    }

    @Test
    public void commandThatTakesTooLongGivesStatus124() throws Exception {
        ProgramResult slow = controller.facet("--timeout", "2", "shell:sleep", "20000");
        assertThat(slow.status()).isEqualTo(124);
        assertThat(slow.err()).contains("no end after 2 s");
    }

    @Test
    public void argumentsArriveAsTheyWereGiven() throws Exception {
        ProgramResult echo = controller.facet("shell:echo", "two  blanks", "it's", "\"q\"", "$x", "a|b", "{a;b}", "%v");
        assertThat(echo.out()).isEqualTo("two  blanks it's \"q\" $x a|b {a;b} %v\n");
    }

    @Test
    public void zipTellsWhichFilesAreExecutable() throws Exception {
        Path zip = Distribution.underTest().zip();
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true));
                Stream<Path> top = Files.list(files.getPath("/"))) {
            Path home = top.findFirst().orElseThrow();
            for (String script :
                    List.of("karaf", "start", "stop", "status", "client", "facet", "restore", "upgrade-from")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                home.resolve("bin").resolve(script))))
                        .as(script)
                        .isEqualTo("rwxr-xr-x");
            }
            assertThat(Files.readString(home.resolve("etc/io.facet.store.cfg")))
                    .isEqualTo(Files.readString(Distribution.underTest().etc().resolve("io.facet.store.cfg")));
        }
    }

    @Test
    public void filesThatHoldSecretsAreForTheOwnerOnly() throws Exception {
        Path home = controller.home();
        for (Path file : List.of(
                home.resolve("etc/users.properties"),
                home.resolve("etc/host.key"),
                home.resolve("data/facet/facet.db"),
                home.resolve("data/log/karaf.log"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        }
    }

    @Test
    public void logHasNoErrorAndNoPassword() throws Exception {
        String log = Files.readString(controller.home().resolve("data/log/karaf.log"));
        String password = Files.readAllLines(controller.home().resolve("etc/users.properties")).stream()
                .filter(line -> line.startsWith("karaf = "))
                .map(line -> line.substring("karaf = ".length(), line.indexOf(',')))
                .findFirst()
                .orElseThrow();
        assertThat(password).hasSizeGreaterThan(20);
        assertThat(log.lines()).noneMatch(line -> line.contains("| ERROR") || line.contains(password));
    }
}
