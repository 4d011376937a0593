// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.LiveOutput;
import io.facet.shell.internal.Upgrades;
import io.facet.shell.internal.completers.ReplacedServiceCompleter;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeService;
import java.time.Duration;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Takes back the upgrade of a service. */
@Service
@Command(
        scope = "facet",
        name = "service-rollback",
        description = "Go back to the bundle of a service that was replaced last",
        detailedDescription =
                "Does what an upgrade does, with the bundle that was replaced last. What is replaced by it is kept in turn, so"
                        + " that a second rollback undoes the first. To go back further, name one of the versions that"
                        + " facet:rollback-list shows with --to. For example: facet:service-rollback io.facet.machine")
public final class ServiceRollbackCommand implements Action {
    @Option(name = "--dry-run", description = "Check, say what would be done, and change nothing")
    boolean dryRun;

    @Option(name = "--timeout", description = "Seconds that the bundle may take to come up")
    Integer timeout;

    @Option(name = "--to", description = "Bundle version to go to, of those that facet:rollback-list shows")
    String to;

    @Argument(name = "bundle", description = "Symbolic name of the service's bundle", required = true)
    @Completion(ReplacedServiceCompleter.class)
    String bundle;

    @Reference(optional = true)
    UpgradeService upgrades;

    @Reference
    Session session;

    @Override
    public Object execute() throws Exception {
        Optional<Duration> limit = Upgrades.timeout(timeout);
        RollbackRequest request = new RollbackRequest(Optional.ofNullable(to), dryRun, limit);
        Upgrades.run(
                upgrades,
                LiveOutput.of(session),
                (service, progress) -> service.rollbackService(bundle, request, progress));
        return null;
    }
}
