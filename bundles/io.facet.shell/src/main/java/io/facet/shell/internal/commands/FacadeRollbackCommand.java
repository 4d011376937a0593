// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.LiveOutput;
import io.facet.shell.internal.Upgrades;
import io.facet.shell.internal.completers.ReplacedFacadeCompleter;
import io.facet.shell.internal.completers.ReplacedVersionCompleter;
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

/** Takes back the upgrade of a facade version. */
@Service
@Command(
        scope = "facet",
        name = "facade-rollback",
        description = "Go back to the bundle of a facade version that was replaced last",
        detailedDescription =
                "Does what an upgrade does, with the bundle that was replaced last. What is replaced by it is kept in turn, so"
                        + " that a second rollback undoes the first. To go back further, name one of the versions that"
                        + " facet:rollback-list shows with --to. For example: facet:facade-rollback Provisioner 11")
public final class FacadeRollbackCommand implements Action {
    @Option(name = "--dry-run", description = "Check, say what would be done, and change nothing")
    boolean dryRun;

    @Option(name = "--timeout", description = "Seconds that the bundle may take to come up")
    Integer timeout;

    @Option(name = "--to", description = "Bundle version to go to, of those that facet:rollback-list shows")
    String to;

    @Argument(index = 0, name = "name", description = "The facade", required = true)
    @Completion(ReplacedFacadeCompleter.class)
    String name;

    @Argument(index = 1, name = "version", description = "Its version", required = true)
    @Completion(ReplacedVersionCompleter.class)
    int version;

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
                (service, progress) -> service.rollbackFacade(name, version, request, progress));
        return null;
    }
}
