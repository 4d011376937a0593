// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** The scripts of the distribution, run as an operator or a program would. */
public class ScriptsIT {

    private static ControllerProcess controller;

    @BeforeClass
    public static void startController() throws Exception {
        controller = ControllerProcess.unpack("scripts");
        controller.start();
    }

    @AfterClass
    public static void killController() {
        controller.close();
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
            for (String script : List.of("karaf", "start", "stop", "status", "client", "facet", "upgrade-from")) {
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
