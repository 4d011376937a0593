// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.api.SwapStatus;
import io.facet.upgrade.api.QuarantinedBundle;
import io.facet.upgrade.api.ReplacedBundle;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeException;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.sample.DrowsyActivator;
import io.facet.upgrade.sample.FacadeActivator;
import io.facet.upgrade.sample.FailingComponent;
import io.facet.upgrade.sample.SleepingActivator;
import io.facet.upgrade.sample.StubbornActivator;
import io.facet.upgrade.sample.StubbornStopActivator;
import io.facet.upgrade.sample.ThrowingActivator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Upgrades and rollbacks of facades. */
public class FacadeUpgradeTest {

    @Rule
    public final UpgradeRule upgrades = new UpgradeRule();

    @Test
    public void newBundleTakesThePlaceOfTheOldOneForGood() throws Exception {
        Bundle old = upgrades.installFacade("1.0.0");
        List<String> steps = new ArrayList<>();

        UpgradeReport report =
                upgrades.service.upgradeFacade(UpgradeRequest.of(upgrades.facadeJar("1.1.0")), steps::add);

        assertThat(upgrades.serving()).isEqualTo("1.1.0");
        assertThat(old.getState()).isEqualTo(Bundle.UNINSTALLED);
        assertThat(report.subject()).isEqualTo("Sample 1");
        assertThat(report.from()).isEqualTo("1.0.0");
        assertThat(report.to()).isEqualTo("1.1.0");
        assertThat(report.oldBundles()).containsExactly(old.getBundleId());
        assertThat(report.drained()).isEqualTo(3);
        assertThat(report.steps()).extracting(UpgradeReport.Step::name).containsExactlyElementsOf(steps);
        assertThat(upgrades.server.swaps).singleElement().satisfies(swap -> {
            assertThat(swap.kind()).isEqualTo(SwapStatus.Kind.FACADE_UPGRADE);
            assertThat(swap.outcome()).isEqualTo(SwapStatus.DONE);
            assertThat(swap.drained()).isEqualTo(3);
        });
        assertThat(upgrades.server.held).isEmpty();
        assertThat(upgrades.server.pinned).isEmpty();

        upgrades.restart();
        assertThat(upgrades.versions("sample.facade")).containsExactly("1.1.0");
        assertThat(upgrades.serving()).isEqualTo("1.1.0");
    }

    @Test
    public void oldBundleServesUntilItsCallsHaveEnded() throws Exception {
        Bundle old = upgrades.installFacade("1.0.0");
        String jar = upgrades.facadeJar("1.1.0");
        upgrades.server.drain = new CompletableFuture<>();

        CompletableFuture<UpgradeReport> upgrade = CompletableFuture.supplyAsync(() -> upgrades.upgradeFacade(jar));
        await().until(() -> !upgrades.server.pinned.isEmpty());
        assertThat(old.getState()).isEqualTo(Bundle.ACTIVE);
        assertThatThrownBy(() -> upgrades.upgradeFacade(jar))
                .isInstanceOf(UpgradeException.class)
                .hasMessage(
                        "Another exchange of bundles is under way, and only one runs at a time; try again when it has"
                                + " ended.");
        upgrades.server.drain.complete(new Drain(7, 2));

        assertThat(upgrade.get().left()).isEqualTo(2);
        assertThat(old.getState()).isEqualTo(Bundle.UNINSTALLED);
    }

    @Test
    public void rollbackGoesBackAndAnotherOneForthAgain() throws Exception {
        upgrades.installFacade("1.0.0");
        upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));

        UpgradeReport back = upgrades.rollbackFacade();
        assertThat(back.from()).isEqualTo("1.1.0");
        assertThat(upgrades.serving()).isEqualTo("1.0.0");
        assertThat(upgrades.server.pinned).as("pin of the older version").containsExactly(back.newBundle());

        upgrades.restart();
        assertThat(upgrades.serving()).isEqualTo("1.0.0");

        upgrades.rollbackFacade();
        assertThat(upgrades.serving()).isEqualTo("1.1.0");
        assertThat(upgrades.server.pinned).isEmpty();
        assertThat(upgrades.versions("sample.facade")).containsExactly("1.1.0");
        assertThat(upgrades.jars()).containsExactly("sample.facade-1.0.0", "sample.facade-1.1.0");
    }

    @Test
    public void historyIsBoundedAndAnyOfItCanBeAskedFor() throws Exception {
        upgrades.installFacade("1.0.0");
        upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));
        upgrades.upgradeFacade(upgrades.facadeJar("1.2.0"));
        upgrades.upgradeFacade(upgrades.facadeJar("1.3.0"));
        assertThat(upgrades.service.replaced())
                .extracting(ReplacedBundle::bundleVersion)
                .containsExactly("1.2.0", "1.1.0");
        assertThat(upgrades.jars())
                .containsExactly("sample.facade-1.1.0", "sample.facade-1.2.0", "sample.facade-1.3.0");

        upgrades.service.rollbackFacade(
                "Sample", 1, new RollbackRequest(Optional.of("1.1.0"), false, Optional.empty()), UpgradeProgress.NONE);
        assertThat(upgrades.serving()).isEqualTo("1.1.0");

        assertThatThrownBy(() -> upgrades.service.rollbackFacade(
                        "Sample",
                        1,
                        new RollbackRequest(Optional.of("1.0.0"), false, Optional.empty()),
                        UpgradeProgress.NONE))
                .hasMessage("Nothing was changed: version 1.0.0 of Sample 1 is not kept; there is 1.2.0, 1.3.0");
    }

    @Test
    public void whatWasUpdatedInPlaceIsWhatIsRolledBackTo() throws Exception {
        Bundle old = upgrades.installFacade("1.0.0");
        old.update(Files.newInputStream(Path.of(upgrades.facadeJar("1.0.5"))));

        upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));
        upgrades.rollbackFacade();

        assertThat(upgrades.serving()).isEqualTo("1.0.5");
    }

    @Test
    public void newBundleHasTheStartLevelOfTheOldOne() throws Exception {
        upgrades.installFacade("1.0.0").adapt(BundleStartLevel.class).setStartLevel(1);
        UpgradeReport report = upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));

        assertThat(upgrades.framework
                        .context()
                        .getBundle(report.newBundle())
                        .adapt(BundleStartLevel.class)
                        .getStartLevel())
                .isEqualTo(1);
    }

    @Test
    public void dryRunLeavesNothing() throws Exception {
        upgrades.installFacade("1.0.0");
        UpgradeReport report = upgrades.service.upgradeFacade(
                new UpgradeRequest(upgrades.facadeJar("1.1.0"), false, true, Optional.empty()), UpgradeProgress.NONE);

        assertThat(report.dryRun()).isTrue();
        assertThat(report.sentences().get(0)).isEqualTo("sample.facade 1.1.0 resolves and would take over Sample 1.");
        assertNothingChanged();
        assertThat(upgrades.server.swaps).isEmpty();
    }

    @Test
    public void missingPackageIsNamed() throws Exception {
        upgrades.installFacade("1.0.0");
        String jar = upgrades.jar(TestBundle.facade("1.1.0")
                .activator(FacadeActivator.class)
                .header("Import-Package", "org.osgi.framework,no.such.pack;version=\"[2.1,3)\""));

        assertThatThrownBy(() -> upgrades.upgradeFacade(jar))
                .isInstanceOf(UpgradeException.class)
                .hasMessage("Sample 1 is still served by 1.0.0: bundle sample.facade 1.1.0 needs package no.such.pack"
                        + " [2.1.0,3.0.0), which no installed bundle provides; install what provides it, or build the"
                        + " bundle against this release");
        assertNothingChanged();
        assertThat(upgrades.server.swaps).singleElement().satisfies(swap -> {
            assertThat(swap.outcome()).startsWith("1.1.0 was not taken: bundle sample.facade 1.1.0 needs");
            assertThat(swap.to()).isEqualTo("1.0.0");
        });
    }

    @Test
    public void activatorThatThrowsIsQuoted() throws Exception {
        upgrades.installFacade("1.0.0");
        String jar = upgrades.jar(TestBundle.facade("1.1.0").activator(ThrowingActivator.class));

        assertThatThrownBy(() -> upgrades.upgradeFacade(jar))
                .hasMessage("Sample 1 is still served by 1.0.0: the start of bundle sample.facade 1.1.0 failed"
                        + " (java.lang.IllegalStateException: no luck today); mend it and build it again");
        assertNothingChanged();
    }

    @Test
    public void componentThatFailsIsQuotedAtOnce() throws Exception {
        upgrades.installFacade("1.0.0");
        String jar = upgrades.jar(
                TestBundle.facade("1.1.0")
                        .with(FailingComponent.class)
                        .header("Import-Package", "org.osgi.service.component;version=\"[1.5,2)\"")
                        .header("Service-Component", "OSGI-INF/failing.xml")
                        .entry(
                                "OSGI-INF/failing.xml",
                                "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"failing\""
                                        + " immediate=\"true\" activate=\"activate\"><implementation class=\""
                                        + FailingComponent.class.getName()
                                        + "\"/><service><provide interface=\"java.lang.Runnable\"/></service></scr:component>"));

        assertThatThrownBy(() -> upgrades.upgradeFacade(jar))
                .hasMessage("Sample 1 is still served by 1.0.0: component failing failed to activate"
                        + " (java.lang.IllegalStateException: the table is missing); mend it and build it again");
        assertNothingChanged();
    }

    @Test
    public void startThatHangsIsInterrupted() throws Exception {
        upgrades.installFacade("1.0.0");
        String jar = upgrades.jar(TestBundle.facade("1.1.0").activator(SleepingActivator.class));

        assertThatThrownBy(() -> upgrades.upgradeFacadeWithin(UpgradeRule.SHORT, jar))
                .hasMessage(
                        "Sample 1 is still served by 1.0.0: the start of bundle sample.facade 1.1.0 took longer than"
                                + " 300 ms; mend it, or allow more with --timeout");
        assertNothingChanged();
    }

    @Test
    public void startThatTriesAgainIsInterruptedAgain() throws Exception {
        upgrades.installFacade("1.0.0");
        String jar = upgrades.jar(TestBundle.facade("1.1.0").activator(DrowsyActivator.class));

        assertThatThrownBy(() -> upgrades.upgradeFacadeWithin(UpgradeRule.SHORT, jar))
                .hasMessageContaining("the start of bundle sample.facade 1.1.0 took longer than 300 ms");
        assertThat(upgrades.service.quarantined()).isEmpty();
        assertNothingChanged();
    }

    @Test
    public void startThatCannotBeInterruptedIsQuarantinedUntilTheNextStart() throws Exception {
        upgrades.installFacade("1.0.0");
        String jar = upgrades.jar(TestBundle.facade("1.1.0").activator(StubbornActivator.class));

        assertThatThrownBy(() -> upgrades.upgradeFacadeWithin(UpgradeRule.SHORT, jar))
                .hasMessage("Sample 1 is still served by 1.0.0: the start of bundle sample.facade 1.1.0 could not be"
                        + " interrupted; the bundle is quarantined until Facet is started again");
        assertThat(upgrades.service.quarantined())
                .extracting(QuarantinedBundle::bundleVersion)
                .containsExactly("1.1.0");
        assertThat(upgrades.serving()).isEqualTo("1.0.0");
        assertThat(upgrades.server.held).as("it must never serve").hasSize(1);
        assertThatThrownBy(() -> upgrades.upgradeFacade(upgrades.facadeJar("1.1.0")))
                .hasMessageContaining("is quarantined as bundle");

        upgrades.upgradeFacade(upgrades.facadeJar("1.2.0"));
        assertThat(upgrades.serving()).isEqualTo("1.2.0");

        upgrades.endStubbornThreads();
        upgrades.restart();
        assertThat(upgrades.service.quarantined()).isEmpty();
        assertThat(upgrades.versions("sample.facade")).containsExactly("1.2.0");
    }

    @Test
    public void oldBundleThatDoesNotStopIsQuarantinedAndTheNewOneServes() throws Exception {
        Bundle old = upgrades.framework.install(
                TestBundle.facade("1.0.0")
                        .activator(StubbornStopActivator.class, StubbornActivator.class, FacadeActivator.class),
                "stubborn.jar");
        old.start();
        upgrades.restartWithStopTimeout(UpgradeRule.SHORT);

        UpgradeReport report = upgrades.upgradeFacade(upgrades.facadeJar("1.1.0"));

        assertThat(upgrades.serving()).isEqualTo("1.1.0");
        assertThat(report.sentences().get(2)).endsWith("is quarantined until the next start of Facet.");
        assertThat(upgrades.service.quarantined())
                .extracting(QuarantinedBundle::bundleId)
                .containsExactly(old.getBundleId());

        upgrades.endStubbornThreads();
        upgrades.restart();
        assertThat(upgrades.versions("sample.facade")).containsExactly("1.1.0");
    }

    @Test
    public void facadeThatNeverShowsIsTakenBack() throws Exception {
        upgrades.installFacade("1.0.0");
        String jar = upgrades.jar(TestBundle.facade("1.1.0"));

        assertThatThrownBy(() -> upgrades.upgradeFacadeWithin(UpgradeRule.SHORT, jar))
                .hasMessage("Sample 1 is still served by 1.0.0: bundle sample.facade 1.1.0 could not serve after 300 ms"
                        + " (it has not registered its facade); mend it, or allow more with --timeout");
        assertNothingChanged();
    }

    @Test
    public void whatIsNoBundleIsRefused() throws Exception {
        upgrades.installFacade("1.0.0");
        Path whole = Path.of(upgrades.jar(
                TestBundle.facade("1.1.0").activator(FacadeActivator.class).entry("text", "x".repeat(5000))));
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(upgrades.framework.file("half.jar"), Arrays.copyOf(bytes, bytes.length / 2));
        Path none = Files.writeString(upgrades.framework.file("none.jar"), "no jar");
        Path large = Files.write(upgrades.framework.file("large.jar"), new byte[2 << 20]);
        String plain = upgrades.jar(TestBundle.facade("1.1.0").without("Bundle-SymbolicName"));
        String missing = upgrades.framework.file("missing.jar").toString();

        assertThatThrownBy(() -> upgrades.upgradeFacade(half.toUri().toString()))
                .hasMessage("Nothing was changed: " + half.toUri()
                        + " cannot be used: it is not a complete jar file; copy or build it again");
        assertThatThrownBy(() -> upgrades.upgradeFacade(none.toString()))
                .hasMessage("Nothing was changed: " + none
                        + " cannot be used: it is not a complete jar file; copy or build it again");
        assertThatThrownBy(() -> upgrades.upgradeFacade(large.toString()))
                .hasMessage("Nothing was changed: " + large + " has more than the 1048576 bytes that max.jar.bytes in"
                        + " etc/io.facet.upgrade.cfg allows; give the jar of a bundle");
        assertThatThrownBy(() -> upgrades.upgradeFacade(plain)).hasMessageContaining("it is a jar, but not a bundle");
        assertThatThrownBy(() -> upgrades.upgradeFacade(missing))
                .hasMessage("Nothing was changed: there is no file " + missing + " on the server; check the path");
        assertThatThrownBy(() -> upgrades.upgradeFacade("gopher://example.org/x.jar"))
                .hasMessage(
                        "Nothing was changed: gopher://example.org/x.jar is neither a path nor a URL that the server"
                                + " knows; check it");
        assertNothingChanged();
    }

    @Test
    public void whatDoesNotFitIsRefused() throws Exception {
        Bundle old = upgrades.installFacade("1.1.0");
        String service = upgrades.serviceJar("2.0.0");
        String older = upgrades.facadeJar("1.0.0");
        String same = upgrades.facadeJar("1.1.0");
        String unknown = upgrades.jar(TestBundle.named("sample.other", "2.0.0").declaring(2));
        String more = upgrades.jar(TestBundle.facade("2.0.0").declaring(1, 2));
        String greedy = upgrades.jar(TestBundle.facade("2.0.0")
                .header("Require-Capability", "osgi.service;filter:=\"(objectClass=a.B)\";effective:=active"));

        assertThatThrownBy(() -> upgrades.upgradeFacade(service))
                .hasMessageStartingWith("Nothing was changed: sample.service 2.0.0 is not a facade bundle");
        assertThatThrownBy(() -> upgrades.upgradeFacade(older))
                .hasMessage(
                        "Nothing was changed: sample.facade 1.0.0 is not newer than sample.facade 1.1.0, which serves"
                                + " now; --force takes it all the same");
        assertThatThrownBy(() -> upgrades.upgradeFacade(same))
                .hasMessage("Nothing was changed: sample.facade 1.1.0 is installed already and serves, as bundle "
                        + old.getBundleId() + "; give a jar with a higher Bundle-Version");
        assertThatThrownBy(() -> upgrades.upgradeFacade(unknown))
                .hasMessage("Nothing was changed: no other installed bundle declares Sample 2, so there is nothing to"
                        + " upgrade; add it with feature:install or bundle:install");
        assertThatThrownBy(() -> upgrades.upgradeFacade(more)).hasMessageContaining("declares Sample 2");
        assertThatThrownBy(() -> upgrades.upgradeFacade(greedy))
                .hasMessageStartingWith(
                        "Nothing was changed: the manifest of sample.facade 2.0.0 requires osgi.service");
        assertThat(upgrades.serving()).isEqualTo("1.1.0");

        upgrades.service.upgradeFacade(new UpgradeRequest(older, true, false, Optional.empty()), UpgradeProgress.NONE);
        assertThat(upgrades.serving()).isEqualTo("1.0.0");
        assertThat(upgrades.server.pinned).hasSize(1);
    }

    @Test
    public void bundleThatServesMoreThanTheNewOneIsNotReplaced() throws Exception {
        Bundle both = upgrades.framework.install(
                TestBundle.facade("1.0.0").declaring(1, 2).activator(FacadeActivator.class), "both.jar");
        both.start();
        String one = upgrades.facadeJar("1.1.0");

        assertThatThrownBy(() -> upgrades.upgradeFacade(one))
                .hasMessage(
                        "Nothing was changed: sample.facade 1.1.0 does not declare Sample 2, which would go with bundle"
                                + " sample.facade 1.0.0; give a jar that declares all of Sample 1, Sample 2");
    }

    @Test
    public void bundleThatIsInstalledButDoesNotServeIsTaken() throws Exception {
        Bundle serving = upgrades.installFacade("2.0.0");
        upgrades.server.pinned.add(serving.getBundleId());
        Bundle dropped = upgrades.installFacade("2.1.0");

        UpgradeReport report = upgrades.upgradeFacade(upgrades.facadeJar("2.1.0"));

        assertThat(report.newBundle()).isEqualTo(dropped.getBundleId());
        assertThat(upgrades.serving()).isEqualTo("2.1.0");
        assertThat(upgrades.versions("sample.facade")).containsExactly("2.1.0");
    }

    @Test
    public void nothingToRollBackToIsSaid() {
        assertThatThrownBy(upgrades::rollbackFacade)
                .hasMessage(
                        "Nothing was changed: nothing is kept to roll Sample 1 back to; facet:rollback-list shows what"
                                + " there is, and an older jar can be given to facet:facade-upgrade --force");
    }

    private void assertNothingChanged() throws Exception {
        assertThat(upgrades.serving()).isEqualTo("1.0.0");
        assertThat(upgrades.versions("sample.facade")).containsExactly("1.0.0");
        assertThat(upgrades.server.held).isEmpty();
        assertThat(upgrades.server.pinned).isEmpty();
        assertThat(upgrades.jars()).isEmpty();
        assertThat(upgrades.service.quarantined()).isEmpty();
    }
}
