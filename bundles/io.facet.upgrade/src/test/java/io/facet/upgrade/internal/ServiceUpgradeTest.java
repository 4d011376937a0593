// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.api.SwapStatus;
import io.facet.sample.api.SampleService;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.sample.ServiceActivator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Upgrades and rollbacks of services. */
public class ServiceUpgradeTest {

    @Rule
    public final UpgradeRule upgrades = new UpgradeRule();

    @Test
    public void bestServiceIsTheNewOneBeforeTheOldOneGoes() throws Exception {
        Bundle old = upgrades.installService("1.0.0");
        String jar = upgrades.serviceJar("1.1.0");
        upgrades.server.drain = new CompletableFuture<>();

        CompletableFuture<UpgradeReport> upgrade = CompletableFuture.supplyAsync(() -> upgrades.upgradeService(jar));
        await().until(() -> best().equals("1.1.0"));
        assertThat(old.getState()).isEqualTo(Bundle.ACTIVE);
        upgrades.server.drain.complete(new Drain(5, 0));

        assertThat(upgrade.get().drained()).isEqualTo(5);
        assertThat(best()).isEqualTo("1.1.0");
        assertThat(old.getState()).isEqualTo(Bundle.UNINSTALLED);
        assertThat(services()).as("registrations that are left").hasSize(1);
        assertThat(services().get(0).getProperty("service.ranking")).isNull();
        assertThat(upgrades.server.swaps).singleElement().satisfies(swap -> {
            assertThat(swap.kind()).isEqualTo(SwapStatus.Kind.SERVICE_UPGRADE);
            assertThat(swap.subject()).isEqualTo("sample.service");
            assertThat(swap.outcome()).isEqualTo(SwapStatus.DONE);
        });

        upgrades.restart();
        assertThat(best()).isEqualTo("1.1.0");
    }

    @Test
    public void rollbackGoesBackAndAnotherOneForthAgain() throws Exception {
        upgrades.installService("1.0.0");
        upgrades.upgradeService(upgrades.serviceJar("1.1.0"));

        upgrades.service.rollbackService("sample.service", RollbackRequest.LAST, UpgradeProgress.NONE);
        assertThat(best()).isEqualTo("1.0.0");
        upgrades.service.rollbackService("sample.service", RollbackRequest.LAST, UpgradeProgress.NONE);
        assertThat(best()).isEqualTo("1.1.0");
        assertThat(upgrades.versions("sample.service")).containsExactly("1.1.0");
    }

    @Test
    public void serviceThatIsNotRegisteredIsNamed() throws Exception {
        upgrades.installService("1.0.0");
        String jar = upgrades.jar(TestBundle.service("1.1.0"));

        assertThatThrownBy(() -> upgrades.service.upgradeService(
                        new UpgradeRequest(jar, false, false, Optional.of(UpgradeRule.SHORT)), UpgradeProgress.NONE))
                .hasMessage("sample.service is still served by 1.0.0: bundle sample.service 1.1.0 could not serve after"
                        + " 300 ms (it has not registered a service of io.facet.sample.api.SampleService); mend it, or"
                        + " allow more with --timeout");
        assertThat(best()).isEqualTo("1.0.0");
        assertThat(upgrades.versions("sample.service")).containsExactly("1.0.0");
        assertThat(services()).hasSize(1);
    }

    @Test
    public void dryRunLeavesNothing() throws Exception {
        upgrades.installService("1.0.0");
        String jar = upgrades.serviceJar("1.1.0");

        UpgradeReport report = upgrades.service.upgradeService(
                new UpgradeRequest(jar, false, true, Optional.empty()), UpgradeProgress.NONE);

        assertThat(report.newBundle()).isEqualTo(-1);
        assertThat(upgrades.versions("sample.service")).containsExactly("1.0.0");
        assertThat(upgrades.jars()).isEmpty();
    }

    @Test
    public void whatDoesNotFitIsRefused() throws Exception {
        upgrades.installService("1.0.0");

        assertRefused(upgrades.facadeJar("1.1.0"), "sample.facade 1.1.0 is a facade bundle; use facet:facade-upgrade");
        assertRefused(
                upgrades.jar(TestBundle.named("io.facet.machine.api", "2.0.0")),
                "io.facet.machine.api cannot be exchanged while calls run, because all bundles that use its interfaces"
                        + " would restart; stop Facet, install the new release and start it");
        assertRefused(
                upgrades.jar(TestBundle.named("io.facet.apiserver", "2.0.0")),
                "io.facet.apiserver cannot be exchanged so, because it holds the connections of the clients, which would"
                        + " drop; stop Facet, install the new release and start it");
        assertRefused(
                upgrades.jar(TestBundle.named("io.facet.shell", "2.0.0")),
                "io.facet.shell cannot be exchanged so, because no calls go through it; update it in place with"
                        + " bundle:update");
        assertRefused(
                upgrades.jar(TestBundle.named("sample.library", "2.0.0")),
                "sample.library 2.0.0 provides no service of Facet, since its manifest declares no capability osgi.service"
                        + " with an interface of an io.facet API; give the jar of a service");
        assertRefused(
                upgrades.jar(TestBundle.named("sample.other", "2.0.0")
                        .header(
                                "Provide-Capability",
                                "osgi.service;objectClass:List<String>=\"io.facet.sample.api.SampleService\"")),
                "no bundle sample.other is active, so there is nothing to upgrade; start it with bundle:start, or add it"
                        + " with feature:install or bundle:install");
        assertRefused(
                upgrades.jar(TestBundle.service("0.9.0").activator(ServiceActivator.class)),
                "sample.service 0.9.0 is not newer than sample.service 1.0.0, which serves now; --force takes it all the"
                        + " same");
        assertThat(best()).isEqualTo("1.0.0");
        assertThat(upgrades.server.swaps).isEmpty();
    }

    private void assertRefused(String jar, String reason) {
        assertThatThrownBy(() -> upgrades.upgradeService(jar)).hasMessage("Nothing was changed: " + reason);
    }

    private String best() {
        ServiceReference<SampleService> reference =
                upgrades.framework.context().getServiceReference(SampleService.class);
        return upgrades.framework.context().getService(reference).version();
    }

    private List<ServiceReference<SampleService>> services() throws InvalidSyntaxException {
        return List.copyOf(upgrades.framework.context().getServiceReferences(SampleService.class, null));
    }
}
