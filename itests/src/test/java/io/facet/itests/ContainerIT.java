// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.ApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeatureState;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The distribution as shipped comes up whole. */
public class ContainerIT extends ControllerTestSupport {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    public void everyBundleIsActive() {
        Stream<Bundle> bundles = Arrays.stream(bundleContext.getBundles())
                .filter(bundle -> (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0);
        assertThat(bundles).allSatisfy(bundle -> assertThat(bundle.getState())
                .as(bundle.getSymbolicName())
                .isEqualTo(Bundle.ACTIVE));
    }

    @Test
    public void everyFacetFeatureIsStarted() throws Exception {
        Feature[] facet = Arrays.stream(features.listFeatures())
                .filter(feature -> feature.getName().startsWith("facet-"))
                .toArray(Feature[]::new);
        assertThat(facet).isNotEmpty().allSatisfy(feature -> assertThat(features.getState(feature.getId()))
                .as(feature.getName())
                .isEqualTo(FeatureState.Started));
    }

    /** For one that did, the next feature operation would bring back what an upgrade has replaced: see features.xml. */
    @Test
    public void noBundleRequiresServices() {
        Stream<Bundle> bundles = Arrays.stream(bundleContext.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("io.facet."));
        assertThat(bundles).isNotEmpty().allSatisfy(bundle -> assertThat(
                        bundle.getHeaders("").get(Constants.REQUIRE_CAPABILITY))
                .as(bundle.getSymbolicName())
                .isNotEmpty()
                .doesNotContain("osgi.service"));
    }

    @Test
    public void dataSourceOfTheStoreExecutesSql() throws Exception {
        DataSource database = service(DataSource.class, "(osgi.jndi.service.name=facet)");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("select sqlite_version()")) {
            assertThat(version.next()).isTrue();
            assertThat(version.getString(1)).startsWith("3.");
        }
        assertThat(dataDirectory().resolve("facet/facet.db")).exists();
    }

    /** A key that is missing in the file is not known to operators; one that is not in the component does nothing. */
    @Test
    public void everySettingIsInItsFileWithItsDefault() throws Exception {
        MetaTypeService metatype = service(MetaTypeService.class);
        List<String> pids = new ArrayList<>();
        for (Bundle bundle : bundleContext.getBundles()) {
            MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
            if (bundle.getSymbolicName().startsWith("io.facet.") && information != null) {
                for (String pid : information.getPids()) {
                    pids.add(pid);
                    assertThat(settings(shippedEtc().resolve(pid + ".cfg")))
                            .as(pid)
                            .containsExactlyInAnyOrderElementsOf(
                                    settings(information.getObjectClassDefinition(pid, null)));
                }
            }
        }
        assertThat(pids).contains("io.facet.store");
    }

    private static List<String> settings(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> line.matches("#[a-z][a-z0-9.]* = .*|#[a-z][a-z0-9.]* ="))
                    .map(line -> line.substring(1))
                    .toList();
        }
    }

    private static List<String> settings(ObjectClassDefinition definition) {
        return Arrays.stream(definition.getAttributeDefinitions(ObjectClassDefinition.ALL))
                // A component may read the configuration of another beside its own; those keys are in the other's file.
                .filter(attribute -> !attribute.getDescription().startsWith("Of io.facet."))
                .map(attribute -> (attribute.getID() + " = " + String.join(", ", defaults(attribute))).strip())
                .toList();
    }

    private static String[] defaults(AttributeDefinition attribute) {
        return attribute.getDefaultValue() == null ? new String[0] : attribute.getDefaultValue();
    }

    /** A port that is changed is changed at once; one that cannot be is told, and the server stays where it was. */
    @Test
    public void settingsAreAppliedLiveAndRefusedOnesLeaveThemAsTheyWere() throws Exception {
        ApiServer server = service(ApiServer.class);
        assertThat(server.port()).isEqualTo(apiPort());
        Path file = etc("io.facet.apiserver.cfg");
        String before = Files.readString(file);
        int other = FreePorts.allocate(1).number(0);
        try {
            Files.writeString(file, before + "\nport = " + other + "\n");
            await().atMost(SOON).until(server::port, port -> port == other);
            new Socket(InetAddress.getLoopbackAddress(), other).close();
            Files.writeString(file, before + "\nport = 70000\n");
            awaitLogged("io.facet.apiserver: port = 70000 is not between 0 and 65535. The settings stay as they were");
            assertThat(server.port()).isEqualTo(other);
            new Socket(InetAddress.getLoopbackAddress(), other).close();
        } finally {
            Files.writeString(file, before);
        }
        await().atMost(SOON).until(server::port, port -> port == apiPort());
    }

    @Test
    public void mistakesInSettingsAreTold() throws Exception {
        Path file = etc("io.facet.machine.cfg");
        Path misnamed = etc("io.facet.machin.cfg");
        String before = Files.readString(file);
        try {
            Files.writeString(file, before + "\nsweep.intervall.ms = 4000\nsweep.interval.ms = soon\n");
            Files.writeString(misnamed, "sweep.interval.ms = 4000\n");
            awaitLogged("etc/io.facet.machine.cfg: there is no setting \"sweep.intervall.ms\", so it does nothing;"
                    + " did you mean \"sweep.interval.ms\"?");
            awaitLogged("etc/io.facet.machine.cfg: sweep.interval.ms = \"soon\" is not a whole number");
            awaitLogged("nothing reads etc/io.facet.machin.cfg; did you mean etc/io.facet.machine.cfg?");
        } finally {
            Files.writeString(file, before);
            Files.deleteIfExists(misnamed);
        }
    }

    private static Path etc(String file) {
        return Path.of(System.getProperty("karaf.etc")).resolve(file);
    }

    private static void awaitLogged(String text) {
        await(text).atMost(SOON).until(() -> Files.readString(dataDirectory().resolve("log/karaf.log"))
                .contains(text));
    }

    @Test
    public void shellCommandsRun() throws Exception {
        assertThat(shell("feature:list -i --no-format")).contains("facet-store");
    }
}
