// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Rule;
import org.junit.Test;

/** What happens when files or bundles of upgrades are gone. */
public class RestoreTest {

    @Rule
    public final UpgradeRule upgrades = new UpgradeRule();

    @Test
    public void upgradedBundlesComeBackWhenTheBundleCacheIsDeleted() throws Exception {
        upgrades.installFacade("1.0.0");
        upgrades.installService("1.0.0");
        upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));
        upgrades.upgradeService(upgrades.serviceJar("1.2.0"));

        upgrades.restartWithoutCache("1.0.0", "1.0.0");

        assertThat(upgrades.serving()).isEqualTo("1.1.0");
        assertThat(upgrades.versions("sample.facade")).containsExactly("1.1.0");
        assertThat(upgrades.versions("sample.service")).containsExactly("1.2.0");
        upgrades.rollbackFacade();
        assertThat(upgrades.serving()).isEqualTo("1.0.0");
    }

    /** What the features brought instead was nobody's choice. */
    @Test
    public void rollbackAfterwardsGoesWhereItWouldHaveGoneBefore() throws Exception {
        upgrades.installFacade("1.0.0");
        upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));
        upgrades.upgradeFacade(upgrades.facadeJar("1.2.0"));
        upgrades.upgradeFacade(upgrades.facadeJar("1.3.0"));

        upgrades.restartWithoutCache("1.0.0", "1.0.0");

        assertThat(upgrades.serving()).isEqualTo("1.3.0");
        assertThat(upgrades.jars())
                .as("jars, of which two can be rolled back to")
                .containsExactly("sample.facade-1.1.0", "sample.facade-1.2.0", "sample.facade-1.3.0");
        upgrades.rollbackFacade();
        assertThat(upgrades.serving()).isEqualTo("1.2.0");
    }

    @Test
    public void whatSomebodyUninstalledDoesNotComeBack() throws Exception {
        upgrades.installFacade("1.0.0");
        upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));
        upgrades.framework.bundles("sample.facade").get(0).uninstall();
        upgrades.installFacade("1.0.0");

        upgrades.restart();

        assertThat(upgrades.serving()).isEqualTo("1.0.0");
        assertThat(upgrades.jars()).as("jars to roll back to").containsExactly("sample.facade-1.0.0");
    }
}
