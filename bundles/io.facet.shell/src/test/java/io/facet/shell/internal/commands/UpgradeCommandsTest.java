// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.apiserver.api.SwapStatus;
import io.facet.shell.internal.completers.CompletionCheck;
import io.facet.upgrade.api.QuarantinedBundle;
import io.facet.upgrade.api.ReplacedBundle;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeException;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.api.UpgradeService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Rule;
import org.junit.Test;

/** The commands that exchange bundles. */
public class UpgradeCommandsTest {

    @Rule
    public final Output output = new Output();

    private final Service service = new Service();

    @Test
    public void facadeUpgradeTellsItsStepsAndItsOutcome() throws Exception {
        FacadeUpgradeCommand command = new FacadeUpgradeCommand();
        command.session = Output.session();
        command.upgrades = service;
        command.location = "new.jar";
        command.force = true;
        command.timeout = 7;

        command.execute();

        assertThat(service.asked)
                .isEqualTo(new UpgradeRequest("new.jar", true, false, Optional.of(Duration.ofSeconds(7))));
        assertThat(output.lines())
                .containsExactly("upgrading facade ...", "Provisioner 11 is now served by bundle 57.", "Took 1500 ms.");
    }

    @Test
    public void serviceUpgradeTriesOut() throws Exception {
        ServiceUpgradeCommand command = new ServiceUpgradeCommand();
        command.session = Output.session();
        command.upgrades = service;
        command.location = "new.jar";
        command.dryRun = true;

        command.execute();

        assertThat(service.asked).isEqualTo(new UpgradeRequest("new.jar", false, true, Optional.empty()));
        assertThat(output.lines()).hasSize(2);
    }

    @Test
    public void rollbacksGoToTheLastOneOrToAnother() throws Exception {
        FacadeRollbackCommand facade = new FacadeRollbackCommand();
        facade.session = Output.session();
        facade.upgrades = service;
        facade.name = "Provisioner";
        facade.version = 11;
        facade.execute();
        assertThat(service.asked).isEqualTo("Provisioner 11 " + RollbackRequest.LAST);

        ServiceRollbackCommand other = new ServiceRollbackCommand();
        other.session = Output.session();
        other.upgrades = service;
        other.bundle = "io.facet.machine";
        other.to = "1.0.0";
        other.execute();
        assertThat(service.asked)
                .isEqualTo("io.facet.machine " + new RollbackRequest(Optional.of("1.0.0"), false, Optional.empty()));
    }

    @Test
    public void failureIsOneSentence() {
        FacadeUpgradeCommand command = new FacadeUpgradeCommand();
        command.session = Output.session();
        command.location = "new.jar";
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("UpgradeService is not available; is bundle io.facet.upgrade active?");

        command.upgrades = service;
        command.timeout = 0;
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("--timeout takes a number of seconds, 1 or more, not 0.");

        command.timeout = null;
        service.failure = "Provisioner 11 is still served by 1.0.0: no luck";
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage(service.failure);
    }

    @Test
    public void replacedAndQuarantinedAreListed() throws Exception {
        RollbackListCommand command = new RollbackListCommand();
        command.noFormat = true;
        command.upgrades = service;

        command.execute();

        assertThat(output.lines())
                .containsExactly(
                        "replaced\tProvisioner 11\tio.facet.facade.provisioner.v11\t1.0.0\t2026-11-22T10:00:00Z\t1000\t",
                        "replaced\tio.facet.machine\tio.facet.machine\t1.0.0\t2026-11-22T10:00:00Z\t2000\t",
                        "quarantined\tbundle 60\tio.facet.image\t1.2.0\t2026-11-22T10:00:00Z\t\tits start hangs");
    }

    @Test
    public void exchangesAreListed() throws Exception {
        SwapListCommand command = new SwapListCommand();
        command.noFormat = true;
        command.server = new Server();

        command.execute();

        assertThat(output.lines())
                .containsExactly(
                        "2026-11-22T10:00:00Z\tfacade-upgrade\tProvisioner 11\t1.0.0\t1.1.0\t0\t2\t15\t3\tdone");
    }

    @Test
    public void whatCanBeRolledBackIsCompleted() {
        assertThat(CompletionCheck.replacedFacades(service)).containsExactly("Provisioner");
        assertThat(CompletionCheck.replacedVersions(service, "Provisioner")).containsExactly("11");
        assertThat(CompletionCheck.replacedVersions(service, "Other")).isEmpty();
        assertThat(CompletionCheck.replacedServices(service)).containsExactly("io.facet.machine");
        assertThat(CompletionCheck.replacedBundleVersions(service)).containsExactly("1.0.0");
        assertThat(CompletionCheck.replacedBundleVersions(null)).isEmpty();
    }

    private static final class Service implements UpgradeService {
        private static final Instant SINCE = Instant.parse("2026-11-22T10:00:00.5Z");

        private Object asked;
        private String failure;

        @Override
        public UpgradeReport upgradeFacade(UpgradeRequest request, UpgradeProgress progress) {
            return done(request, "upgrading facade", request.dryRun(), progress);
        }

        @Override
        public UpgradeReport rollbackFacade(
                String name, int version, RollbackRequest request, UpgradeProgress progress) {
            return done(name + " " + version + " " + request, "rolling back", request.dryRun(), progress);
        }

        @Override
        public UpgradeReport upgradeService(UpgradeRequest request, UpgradeProgress progress) {
            return done(request, "upgrading service", request.dryRun(), progress);
        }

        @Override
        public UpgradeReport rollbackService(
                String bundleSymbolicName, RollbackRequest request, UpgradeProgress progress) {
            return done(bundleSymbolicName + " " + request, "rolling back", request.dryRun(), progress);
        }

        @Override
        public List<ReplacedBundle> replaced() {
            return List.of(
                    new ReplacedBundle(true, "Provisioner 11", "io.facet.facade.provisioner.v11", "1.0.0", SINCE, 1000),
                    new ReplacedBundle(false, "io.facet.machine", "io.facet.machine", "1.0.0", SINCE, 2000));
        }

        @Override
        public Optional<String> obstacle(String bundleSymbolicName) {
            return Optional.empty();
        }

        @Override
        public List<QuarantinedBundle> quarantined() {
            return List.of(new QuarantinedBundle(60, "io.facet.image", "1.2.0", SINCE, "its start hangs"));
        }

        private UpgradeReport done(Object request, String step, boolean dryRun, UpgradeProgress progress) {
            asked = request;
            if (failure != null) {
                throw new UpgradeException(failure);
            }
            progress.step(step);
            return new UpgradeReport(
                    "Provisioner 11",
                    "1.0.0",
                    "1.1.0",
                    List.of(41L),
                    57,
                    dryRun,
                    3,
                    0,
                    List.of(new UpgradeReport.Step(step, Duration.ofMillis(1500))),
                    List.of("Provisioner 11 is now served by bundle 57."));
        }
    }

    private static final class Server extends ApiServerFake {
        @Override
        public List<SwapStatus> swaps() {
            return List.of(new SwapStatus(
                    SwapStatus.Kind.FACADE_UPGRADE,
                    "Provisioner 11",
                    "1.0.0",
                    "1.1.0",
                    Service.SINCE,
                    Duration.ZERO,
                    2,
                    Duration.ofMillis(15),
                    3,
                    SwapStatus.DONE));
        }
    }
}
