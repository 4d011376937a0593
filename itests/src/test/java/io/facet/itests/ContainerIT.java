// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeatureState;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** The distribution as shipped comes up whole. */
public class ContainerIT extends ControllerTestSupport {

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
                .filter(feature -> feature.getName().startsWith("facet"))
                .toArray(Feature[]::new);
        assertThat(facet).isNotEmpty().allSatisfy(feature -> assertThat(features.getState(feature.getId()))
                .as(feature.getName())
                .isEqualTo(FeatureState.Started));
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

    @Test
    public void shellCommandsRun() throws Exception {
        assertThat(shell("feature:list -i --no-format")).contains("facet-store");
    }
}
