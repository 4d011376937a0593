// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.SwapStatus;
import io.facet.client.ApiException;
import io.facet.itests.fixtures.BundleVariant;
import io.facet.itests.fixtures.ProvisionerVariants;
import io.facet.upgrade.api.QuarantinedBundle;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeException;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.api.UpgradeService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Upgrades, rollbacks and what becomes of an upgrade that is no good. */
public class FacadeUpgradeIT extends ExchangeTestSupport {

    private static final String UNCHANGED = "Nothing was changed: ";
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    private UpgradeService upgrades;

    @Before
    public void findTheService() {
        upgrades = service(UpgradeService.class);
    }

    @Test
    public void upgradeAndRollbackTellTheirStepsAndTheirOutcome() throws Exception {
        String before = serving();
        long old = installed().get(0).getBundleId();
        String version = nextVersion();
        List<String> steps = new ArrayList<>();

        UpgradeReport report = upgrades.upgradeFacade(
                UpgradeRequest.of(write(variants().stamped(version)).toString()), steps::add);

        assertThat(answeringVersion()).isEqualTo(version);
        assertThat(report.subject()).isEqualTo(SUBJECT);
        assertThat(List.of(report.from(), report.to())).containsExactly(before, version);
        assertThat(report.oldBundles()).containsExactly(old);
        assertThat(installed()).extracting(Bundle::getBundleId).containsExactly(report.newBundle());
        assertThat(report.left()).isZero();
        assertThat(report.steps()).extracting(UpgradeReport.Step::name).isEqualTo(steps);
        assertThat(steps.stream().map(step -> step.split(" ")[0]))
                .containsExactly(
                        "Fetching",
                        "Checking",
                        "Installing",
                        "Keeping",
                        "Starting",
                        "Waiting",
                        "Switching",
                        "Waiting",
                        "Removing");
        assertThat(lastSwap().kind()).isEqualTo(SwapStatus.Kind.FACADE_UPGRADE);
        assertThat(lastSwap().outcome()).isEqualTo(SwapStatus.DONE);
        assertThat(lastSwap().gap()).isZero();

        upgrades.rollbackFacade(FACADE, 11, RollbackRequest.LAST, UpgradeProgress.NONE);
        assertThat(serving()).isEqualTo(before);
        assertThat(lastSwap().kind()).isEqualTo(SwapStatus.Kind.FACADE_ROLLBACK);
        assertThat(installed()).hasSize(1);
        assertAlive(ApiSupport.await(life()));
    }

    @Test
    public void commandsDoTheSameAndADryRunDoesNothing() throws Exception {
        String before = serving();
        List<Bundle> installed = installed();
        int swaps = swaps();
        String version = nextVersion();
        Path jar = write(variants().stamped(version));

        assertThat(shell("facet:facade-upgrade --dry-run " + jar))
                .contains("resolves and would take over " + SUBJECT, "Nothing was changed");
        assertThat(serving()).isEqualTo(before);
        assertThat(installed()).isEqualTo(installed);
        assertThat(swaps()).isEqualTo(swaps);

        assertThat(shell("facet:facade-upgrade " + jar.toUri()))
                .contains("Switching " + SUBJECT + " to " + version + " ...", SUBJECT + " is now served by bundle");
        assertThat(answeringVersion()).isEqualTo(version);
        assertThat(shell("facet:facade-list --no-format")).contains(version);
        assertThat(shell("facet:swap-list --no-format")).contains("facade-upgrade\t" + SUBJECT);
        assertThat(shell("facet:rollback-list --no-format"))
                .contains("replaced\t" + SUBJECT + "\t" + ProvisionerVariants.BUNDLE + "\t" + before + "\t");

        assertThat(shell("facet:facade-rollback " + SUBJECT)).contains("Switching " + SUBJECT + " to " + before);
        assertThat(serving()).isEqualTo(before);
        assertThat(shell("facet:facade-rollback --to " + version + " " + SUBJECT))
                .contains("Switching " + SUBJECT + " to " + version);
        assertThat(answeringVersion()).isEqualTo(version);
        assertThatThrownBy(() -> shell("facet:facade-upgrade " + jar)).hasStackTraceContaining("is installed already");
    }

    @Test
    public void whatIsNoSuccessorIsRefusedBeforeAnythingIsInstalled() throws Exception {
        ProvisionerVariants variants = variants();
        Path half = variants.stamped(nextVersion()).writeHalfTo(newFile());
        Path noBundle = write(variants.stamped(nextVersion()).header("Bundle-SymbolicName", old -> null));
        String serving = serving();

        refused(UNCHANGED, "there is no file", Path.of("/nowhere/facade.jar"));
        refused(UNCHANGED, "it is not a complete jar file", half);
        refused(UNCHANGED, "it is a jar, but not a bundle", noBundle);
        refused(UNCHANGED, "is not a facade bundle", write(variants.notAFacade(nextVersion())));
        refused(UNCHANGED, "no other installed bundle declares", write(variants.ofAnotherVersion(nextVersion())));
        refused(UNCHANGED, "is installed already and serves", write(variants.stamped(serving)));
        refused(UNCHANGED, "is not newer than", write(variants.stamped("0.9.0")));
    }

    @Test
    public void whatDoesNotComeUpLeavesTheOldOneServing() throws Exception {
        ProvisionerVariants variants = variants();
        String serving = SUBJECT + " is still served by " + serving() + ": ";

        recorded(serving, "needs package io.facet.nobody.exports.it", write(variants.unresolvable(nextVersion())));
        recorded(serving, "this facade cannot be activated", write(variants.failing(nextVersion())));
        recorded(
                serving,
                "registers Provisioner 12, which it does not declare",
                write(variants.wrongCapability(nextVersion())));
        recorded(serving, "took longer than 1 s", write(variants.hanging(nextVersion())));
        assertThat(upgrades.quarantined()).isEmpty();
    }

    @Test
    public void oneThatCannotBeInterruptedIsQuarantined() throws Exception {
        String before = serving();
        String version = nextVersion();

        assertThatThrownBy(() -> upgrade(write(variants().gated(version)), SHORT))
                .hasMessageStartingWith(SUBJECT + " is still served by " + before)
                .hasMessageContaining(
                        "could not be interrupted; the bundle is quarantined until Facet is started again");
        assertThat(lastSwap().outcome()).contains("could not be interrupted");
        assertThat(upgrades.quarantined())
                .extracting(QuarantinedBundle::bundleVersion)
                .containsExactly(version);
        assertThat(shell("facet:rollback-list --no-format")).contains("quarantined\tbundle ", "\t" + version + "\t");
        assertThat(serving()).isEqualTo(before);
        assertAlive(ApiSupport.await(life()));

        openGate();
        Bundle quarantined =
                bundleContext.getBundle(upgrades.quarantined().get(0).bundleId());
        await("the end of its start").atMost(SOON).until(() -> quarantined.getState() == Bundle.ACTIVE);
        assertThat(serving()).isEqualTo(before);
        assertAlive(ApiSupport.await(life()));
        String successor = nextVersion();
        upgrade(write(variants().stamped(successor)), LONG);
        assertThat(answeringVersion()).isEqualTo(successor);
        quarantined.uninstall();
        assertThat(installed()).hasSize(1);
    }

    @Test
    public void secondUpgradeIsRefusedWhileOneRuns() throws Exception {
        String version = nextVersion();
        Path gated = write(variants().gated(version));
        Path other = write(variants().stamped(nextVersion()));
        ConcurrentLinkedQueue<String> steps = new ConcurrentLinkedQueue<>();
        CompletableFuture<UpgradeReport> running = CompletableFuture.supplyAsync(() -> upgrades.upgradeFacade(
                new UpgradeRequest(gated.toString(), false, false, Optional.of(LONG)), steps::add));
        await("the start of the new bundle").atMost(SOON).until(() -> steps.stream()
                .anyMatch(step -> step.startsWith("Starting")));

        assertThatThrownBy(() -> upgrade(other, LONG))
                .isInstanceOf(UpgradeException.class)
                .hasMessageStartingWith("Another exchange of bundles is under way");
        assertAlive(ApiSupport.await(life()));
        openGate();
        assertThat(ApiSupport.await(running).to()).isEqualTo(version);
        assertThat(serving()).isEqualTo(version);
    }

    @Test
    public void versionGoesWithItsFeatureEvenIfItWasUpgraded() throws Exception {
        Path jar = write(BundleVariant.of(BundleVariant.shipped(home(), "io.facet.facade.provisioner.v9"))
                .version(nextVersion()));
        upgrade(jar, LONG);
        assertAlive(ApiSupport.await(life(9)));

        shell("feature:uninstall facet-provisioner-9");
        await("the end of version 9").atMost(SOON).untilAsserted(() -> assertThatThrownBy(
                        () -> ApiSupport.await(life(9)))
                .isInstanceOf(ApiException.class)
                .hasMessage("unknown version 9 for facade type \"Provisioner\""));
        shell("feature:install facet-provisioner-9");
        assertAlive(ApiSupport.await(life(9)));
    }

    @Test
    public void commandsCompleteTheirArguments() throws Exception {
        upgrade(write(variants().stamped(nextVersion())), LONG);

        assertThat(completions("facade-list", "")).containsExactly(FACADE);
        assertThat(completions("facade-rollback", "")).contains(FACADE);
        assertThat(completions("facade-rollback", FACADE, "")).contains("11");
    }

    private List<String> completions(String command, String... words) {
        return ShellCompletion.of(service(SessionFactory.class), command, words);
    }

    private void upgrade(Path jar, Duration timeout) {
        upgrades.upgradeFacade(
                new UpgradeRequest(jar.toString(), false, false, Optional.of(timeout)), UpgradeProgress.NONE);
    }

    /** As {@link #refused}, and the list of exchanges tells of it. */
    private void recorded(String start, String reason, Path jar) throws Exception {
        int swaps = swaps();
        refused(start, reason, jar);
        assertThat(swaps()).isEqualTo(swaps + 1);
        assertThat(lastSwap().outcome()).contains(" was not taken: ", reason);
    }

    /** Tries an upgrade in vain: it is told in one sentence why, and nothing has changed. */
    private void refused(String start, String reason, Path jar) throws Exception {
        String serving = serving();
        List<Bundle> installed = installed();
        String answering = answeringVersion();

        assertThatThrownBy(() -> upgrade(jar, SHORT))
                .isInstanceOf(UpgradeException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
        assertThat(serving()).isEqualTo(serving);
        assertThat(installed()).isEqualTo(installed);
        assertThat(answeringVersion()).isEqualTo(answering);
        Files.deleteIfExists(jar);
    }
}
