// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.ApiConnection;
import io.facet.itests.load.SshShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A new release beside the old one takes over its data and settings, and the old one can be gone back to. */
public class DistributionUpgradeIT {

    private static final Map<String, Object> MACHINE =
            Map.of("entities", List.of(Map.of("tag", "machine-" + WebshopModel.PROVISIONED)));

    private final ApiSupport api = new ApiSupport();
    private ControllerProcess old;
    private ControllerProcess successor;

    @Before
    public void unpack() throws Exception {
        old = ControllerProcess.unpack("upgrade-old");
        successor = ControllerProcess.unpackSuccessor("upgrade-new", old);
    }

    @After
    public void stop() {
        api.close();
        successor.close();
        old.close();
    }

    @Test
    public void dataAndSettingsAreTakenOverAndTheOldOneStaysAsItIs() throws Exception {
        old.configure("io.facet.machine.cfg", "sweep.interval.ms = 4000");
        old.configure("org.apache.karaf.jaas.cfg", "mine = 1");
        old.configure("custom.properties", "facet.mine = 1");
        old.configure("mine.cfg", "colour = red");
        // As if the release had changed these files.
        releaseChanges("io.facet.machine.cfg");
        releaseChanges("custom.properties");
        releaseChanges("jre.properties");
        old.start();
        String agentConf;
        String machines;
        try (SshShell shell = SshShell.of(old.sshPort(), old.home())) {
            shell.ask("facet:model-import " + WebshopModel.file(old.home()));
            agentConf = shell.ask("facet:agent-conf-issue --controller " + WebshopModel.NAME);
            machines = machines(shell);
        }

        ProgramResult running = successor.run("bin/upgrade-from", old.home().toString());
        assertThat(running.status()).isEqualTo(1);
        assertThat(running.err()).contains("is running (process " + old.pid() + ")");
        assertThat(successor.data().resolve("facet.db")).doesNotExist();

        old.stop();
        Map<String, String> before = content(old.home());
        ProgramResult planned =
                successor.run("bin/upgrade-from", "--dry-run", old.home().toString());
        assertThat(planned.status()).as(planned.toString()).isZero();
        assertThat(successor.data().resolve("facet.db")).doesNotExist();
        ProgramResult taken = successor.run("bin/upgrade-from", old.home().toString());
        assertThat(taken.status()).as(taken.toString()).isZero();
        assertThat(taken.err()).isEmpty();
        assertThat(taken.out())
                .contains(
                        """
                        Yours, taken over into etc/:
                          host.key
                          host.key.pub
                          io.facet.apiserver.cfg
                          io.facet.machine.cfg
                          io.facet.monitoring.cfg
                          mine.cfg
                          org.apache.karaf.jaas.cfg
                          org.apache.karaf.shell.cfg
                          users.properties
                        Changed by this release too; compare with contrib/etc for what is new:
                          io.facet.machine.cfg
                        Changed by you and by this release, so that this release's was kept; put your changes into it by hand:
                          custom.properties
                        """);
        assertThat(content(old.home())).isEqualTo(before);
        assertThat(etc("io.facet.machine.cfg")).contains("sweep.interval.ms = 4000");
        assertThat(etc("custom.properties")).contains("of.this.release").doesNotContain("facet.mine");
        assertThat(etc("jre.properties")).contains("of.this.release");

        successor.start();
        try (SshShell shell = SshShell.of(successor.sshPort(), successor.home())) {
            assertThat(machines(shell)).isEqualTo(machines);
        }
        assertServes(agentConf);
        ProgramResult again = successor.run("bin/upgrade-from", old.home().toString());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("was used before");
        successor.stop();

        old.start();
        assertServes(agentConf);
    }

    private void releaseChanges(String file) throws IOException {
        for (String directory : List.of("etc", "contrib/etc")) {
            Files.writeString(
                    successor.home().resolve(directory).resolve(file),
                    "\nof.this.release = 1\n",
                    StandardOpenOption.APPEND);
        }
    }

    private String etc(String file) throws IOException {
        return Files.readString(successor.home().resolve("etc").resolve(file));
    }

    private void assertServes(String agentConf) {
        try (ApiConnection connection = api.connect(agentConf)) {
            JsonNode answer = ApiSupport.provisioner(connection, "Life", MACHINE);
            assertThat(answer.at("/results/0/life").asText()).isEqualTo("alive");
        }
    }

    private static String machines(SshShell shell) throws IOException {
        return shell.ask("facet:machine-list --no-format " + WebshopModel.NAME);
    }

    /** What is in a directory, with size and time of the last change. */
    private static Map<String, String> content(Path directory) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            files.forEach(file -> {
                try {
                    content.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return content;
    }
}
