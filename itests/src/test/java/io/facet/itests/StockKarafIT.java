// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.ApiConnection;
import io.facet.itests.fixtures.ProvisionerVariants;
import io.facet.itests.fixtures.StampedFacade;
import io.facet.itests.load.SshShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;

/** Facet in a Karaf as it is published, which has no Maven repository within reach but what Facet brings. */
public class StockKarafIT {

    private static final String VERSION = System.getProperty("facet.version");
    private static final Map<String, Object> MACHINE =
            Map.of("entities", List.of(Map.of("tag", "machine-" + WebshopModel.PROVISIONED)));

    private final ApiSupport api = new ApiSupport();
    private ControllerProcess karaf;
    private SshShell shell;

    @After
    public void end() {
        api.close();
        if (shell != null) {
            shell.close();
        }
        karaf.close();
    }

    @Test
    public void featuresServeAllOfThemAndAsFewAsCanBe() throws Exception {
        launch(ControllerProcess.unpackStockKaraf("stock-feature", Distribution.karRepository()));
        shell.ask("feature:repo-add mvn:io.facet/features/" + VERSION + "/xml/features");
        // The shell would not answer if the installation had restarted it.
        shell.ask("feature:install facet");
        String agentConf = serves();
        assertSettingsAreThere();

        ProvisionerVariants variants = new ProvisionerVariants(Distribution.karRepository()
                .resolve("io/facet")
                .resolve(ProvisionerVariants.BUNDLE)
                .resolve(VERSION)
                .resolve(ProvisionerVariants.BUNDLE + "-" + VERSION + ".jar"));
        Path jar = karaf.home().resolve("upgraded.jar");
        variants.stamped("1.0.1").writeTo(jar);
        shell.ask("facet:facade-upgrade " + jar);
        assertThat(life(agentConf).path(StampedFacade.MEMBER).asText()).isEqualTo("1.0.1");

        // What can be left out is left out.
        shell.ask("feature:uninstall facet");
        shell.ask("feature:install facet-provisioner-9");
        assertThat(features().map(line -> line.replaceFirst("\\s.*", "")))
                .containsExactlyInAnyOrder("facet-store", "facet-services", "facet-server", "facet-provisioner-9");
        karaf.awaitUp("the controller", () -> karaf.health().equals("running\n"));
        try (ApiConnection connection = api.connect(agentConf)) {
            assertThat(ApiSupport.await(connection.call("Provisioner", 9, "Life", MACHINE))
                            .at("/results/0/life")
                            .asText())
                    .isEqualTo("alive");
        }
    }

    @Test
    public void karInTheDeployDirectoryServes() throws Exception {
        ControllerProcess stock = ControllerProcess.unpackStockKaraf("stock-kar");
        Files.copy(
                Distribution.kar(),
                stock.home().resolve("deploy").resolve(Distribution.kar().getFileName()),
                StandardCopyOption.REPLACE_EXISTING);
        launch(stock);
        // Before that, the shell has no mind to let anybody in.
        karaf.awaitUp("the controller", () -> karaf.health().equals("running\n"));
        karaf.awaitUp("its feature", () -> features().anyMatch(line -> line.matches("facet-kar\\s.*\\sStarted\\s.*")));
        serves();
        assertSettingsAreThere();
        assertThat(features().filter(line -> line.matches("\\S+\\s+\\S+\\s+x\\s.*")))
                .as("features of Facet that were asked for")
                .singleElement()
                .asString()
                .startsWith("facet-kar");
    }

    private void launch(ControllerProcess stock) throws IOException {
        karaf = stock;
        karaf.launch();
        shell = SshShell.of(karaf.sshPort(), karaf.home());
    }

    /** The features of Facet, one per line, as the shell shows them. */
    private Stream<String> features() throws IOException {
        return shell.ask("feature:list -i --no-format").lines().filter(line -> line.startsWith("facet"));
    }

    /** Lets an agent log in, and returns what it needs for that. */
    private String serves() throws Exception {
        karaf.awaitUp("the controller", () -> karaf.health().equals("running\n"));
        shell.ask("facet:model-import "
                + WebshopModel.file(Distribution.underTest().etc().getParent()));
        String agentConf = shell.ask("facet:agent-conf-issue --controller " + WebshopModel.NAME);
        assertThat(life(agentConf).at("/results/0/life").asText()).isEqualTo("alive");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(karaf.data())))
                .isEqualTo("rwx------");
        return agentConf;
    }

    private JsonNode life(String agentConf) {
        try (ApiConnection connection = api.connect(agentConf)) {
            return ApiSupport.provisioner(connection, "Life", MACHINE);
        }
    }

    /** Those of the distribution, with their comments, but for a file that was there before. */
    private void assertSettingsAreThere() throws IOException {
        Path shipped = Distribution.underTest().etc();
        Path etc = karaf.home().resolve("etc");
        try (Stream<Path> files = Files.list(shipped)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("io\\.facet\\..*\\.cfg|org\\.ops4j\\.datasource-facet\\.cfg"))
                    .toList();
            assertThat(names)
                    .contains("io.facet.store.cfg", "io.facet.apiserver.cfg")
                    .allSatisfy(name -> {
                        assertThat(etc.resolve(name)).exists();
                        if (!name.equals("io.facet.apiserver.cfg")) {
                            assertThat(etc.resolve(name)).hasSameTextualContentAs(shipped.resolve(name));
                        }
                    });
        }
        assertThat(etc.resolve("io.facet.apiserver.cfg")).content().contains("port = " + karaf.apiPort());
    }
}
