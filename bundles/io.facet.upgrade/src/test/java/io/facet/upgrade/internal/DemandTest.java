// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** An upgraded bundle goes when the bundles go that asked for it, and only then. */
public class DemandTest {

    private static final String FACADE =
            "io.facet.facade;effective:=active;filter:=\"(&(facade.name=Sample)(facade.version=1))\"";
    private static final String SERVICE = "osgi.identity;effective:=active;filter:=\"(osgi.identity=sample.service)\"";

    @Rule
    public final UpgradeRule upgrades = new UpgradeRule();

    private Bundle asking(String name, String requirement) throws Exception {
        return upgrades.framework.install(
                TestBundle.named(name, "1.0.0").header("Require-Capability", requirement), name + ".jar");
    }

    @Test
    public void whatAFeatureBroughtGoesWithIt() throws Exception {
        upgrades.installFacade("1.0.0");
        upgrades.installService("1.0.0");
        Bundle facadeFeature = asking("feature.facade", FACADE);
        Bundle serviceFeature = asking("feature.service", SERVICE);
        upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));
        upgrades.upgradeService(upgrades.serviceJar("1.1.0"));

        facadeFeature.uninstall();
        await().until(() -> upgrades.versions("sample.facade").isEmpty());
        assertThat(upgrades.versions("sample.service")).containsExactly("1.1.0");

        serviceFeature.uninstall();
        await().until(() -> upgrades.versions("sample.service").isEmpty());
    }

    @Test
    public void whatSomebodyStillAsksForOrNobodyEverDidStays() throws Exception {
        upgrades.installFacade("1.0.0");
        upgrades.installService("1.0.0");
        Bundle first = asking("feature.one", FACADE);
        Bundle other = asking("feature.other", "io.facet.facade;effective:=active;filter:=\"(facade.name=Other)\"");
        asking("feature.two", FACADE);
        upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));
        upgrades.upgradeService(upgrades.serviceJar("1.1.0"));

        first.uninstall();
        other.uninstall();
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(20))
                .until(() -> upgrades.versions("sample.facade").contains("1.1.0")
                        && upgrades.versions("sample.service").contains("1.1.0"));
    }
}
