// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.LiveOutput;
import io.facet.shell.internal.Upgrades;
import io.facet.shell.internal.completers.ReplacedBundleVersionCompleter;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeService;
import java.time.Duration;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;

/** What the commands that go back to a replaced bundle have in common. */
abstract class RollbackCommand implements Action {
    @Option(name = "--dry-run", description = "Check, say what would be done, and change nothing")
    boolean dryRun;

    @Option(name = "--timeout", description = "Seconds that the bundle may take to come up")
    Integer timeout;

    @Option(name = "--to", description = "Bundle version to go to, of those that facet:rollback-list shows")
    @Completion(ReplacedBundleVersionCompleter.class)
    String to;

    @Reference(optional = true)
    UpgradeService upgrades;

    @Reference
    Session session;

    abstract UpgradeReport rollBack(UpgradeService service, RollbackRequest request, UpgradeProgress progress);

    @Override
    public final Object execute() throws Exception {
        Optional<Duration> limit = Upgrades.timeout(timeout);
        RollbackRequest request = new RollbackRequest(Optional.ofNullable(to), dryRun, limit);
        Upgrades.run(upgrades, LiveOutput.of(session), (service, progress) -> rollBack(service, request, progress));
        return null;
    }
}
