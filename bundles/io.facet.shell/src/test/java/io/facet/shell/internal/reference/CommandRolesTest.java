// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.junit.Test;

/** Karaf lets everybody run a command that its file of roles does not name. */
public class CommandRolesTest {

    private static final Path FILE = Path.of(
            "..", "..", "karaf-assembly", "src", "main", "resources", "etc", "org.apache.karaf.command.acl.facet.cfg");

    private static final Set<String> WHO = Set.of("viewer, manager, admin", "manager, admin", "admin");

    @Test
    public void everyCommandSaysWhoMayRunIt() throws Exception {
        Properties roles = new Properties();
        try (Reader file = Files.newBufferedReader(FILE)) {
            roles.load(file);
        }
        assertThat(roles.stringPropertyNames())
                .as("commands in %s", FILE)
                .containsExactlyInAnyOrderElementsOf(CommandClass.all().stream()
                        .map(command -> command.command().name())
                        .toList());
        assertThat(roles.values()).allSatisfy(who -> assertThat(WHO).contains(who.toString()));
    }

    @Test
    public void viewersGetWhatOnlyShows() throws Exception {
        Properties roles = new Properties();
        try (Reader file = Files.newBufferedReader(FILE)) {
            roles.load(file);
        }
        for (CommandClass command : CommandClass.all()) {
            String name = command.command().name();
            if (name.matches(".*-(add|set|remove|import|upgrade|rollback|issue|revoke|close|vacuum|export)")) {
                assertThat(roles.getProperty(name)).as(name).doesNotContain("viewer");
            } else if (name.matches(".*-(list|show)")) {
                assertThat(roles.getProperty(name)).as(name).contains("viewer");
            }
        }
    }
}
