// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.apiserver.api.SwapStatus;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeRequest;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.osgi.framework.Bundle;

/** Wherever a crash interrupts an exchange, the next start undoes it or finishes it. */
@RunWith(Parameterized.class)
public class CrashTest {

    /** Beginning of the step that is never done; the last one is the time between the switch and its entry in the journal. */
    @Parameters(name = "{0}")
    public static List<Object[]> steps() {
        return List.of(
                new Object[] {"Checking", false},
                new Object[] {"Installing", false},
                new Object[] {"Keeping a copy", false},
                new Object[] {"Starting bundle", false},
                new Object[] {"Waiting until it can serve", false},
                new Object[] {"Switching", false},
                new Object[] {JUST_SWITCHED, true},
                new Object[] {"Waiting for calls", true},
                new Object[] {"Removing bundle", true});
    }

    private static final String JUST_SWITCHED = "just switched";

    @Rule
    public final UpgradeRule upgrades = new UpgradeRule();

    private final String step;
    private final boolean switched;

    public CrashTest(String step, boolean switched) {
        this.step = step;
        this.switched = switched;
    }

    /** Stands for the end of the process: nothing that the code does about exceptions is done. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    public void facadeIsServedByOneBundleAfterTheNextStart() throws Exception {
        upgrades.installFacade("1.0.0");
        String jar = upgrades.facadeJar("1.1.0");
        if (step.equals(JUST_SWITCHED)) {
            upgrades.server.afterSwitch = CrashTest::crash;
        }

        assertThatThrownBy(() -> upgrades.service.upgradeFacade(UpgradeRequest.of(jar), crashing()))
                .isInstanceOf(Crash.class);
        upgrades.server.afterSwitch = () -> {};
        upgrades.restart();

        assertThat(upgrades.serving()).isEqualTo(switched ? "1.1.0" : "1.0.0");
        assertOneIsLeft("sample.facade", switched);
        assertThat(upgrades.server.pinned).isEmpty();
        if (switched) {
            assertThat(upgrades.server.swaps).extracting(SwapStatus::outcome).containsExactly(SwapStatus.DONE);
            upgrades.rollbackFacade();
            assertThat(upgrades.serving()).isEqualTo("1.0.0");
        } else if (!step.equals("Checking")) {
            assertThat(upgrades.server.swaps)
                    .extracting(SwapStatus::outcome)
                    .containsExactly("1.1.0 was not taken: Facet was stopped in the middle");
        }
    }

    @Test
    public void serviceIsProvidedByOneBundleAfterTheNextStart() throws Exception {
        upgrades.installService("1.0.0");
        String jar = upgrades.serviceJar("1.1.0");
        if (step.equals(JUST_SWITCHED)) {
            upgrades.server.afterSwitch = CrashTest::crash;
        }

        assertThatThrownBy(() -> upgrades.service.upgradeService(UpgradeRequest.of(jar), crashing()))
                .isInstanceOf(Crash.class);
        upgrades.server.afterSwitch = () -> {};
        upgrades.restart();

        // The journal alone decides here: the server pins no services.
        boolean inJournal = switched && !step.equals(JUST_SWITCHED);
        assertThat(upgrades.versions("sample.service")).containsExactly(inJournal ? "1.1.0" : "1.0.0");
        assertOneIsLeft("sample.service", inJournal);
    }

    private void assertOneIsLeft(String symbolicName, boolean switched) throws Exception {
        assertThat(upgrades.framework.bundles(symbolicName))
                .singleElement()
                .satisfies(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
        assertThat(upgrades.jars()).hasSize(switched ? 2 : 0);
        upgrades.restart();
        assertThat(upgrades.framework.bundles(symbolicName))
                .singleElement()
                .satisfies(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
    }

    private UpgradeProgress crashing() {
        return begun -> {
            if (begun.startsWith(step)) {
                crash();
            }
        };
    }

    private static void crash() {
        throw new Crash();
    }
}
