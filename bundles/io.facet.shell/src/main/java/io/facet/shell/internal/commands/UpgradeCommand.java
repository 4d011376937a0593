// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.LiveOutput;
import io.facet.shell.internal.Upgrades;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.api.UpgradeService;
import java.time.Duration;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** What the commands that upgrade to a jar have in common. */
abstract class UpgradeCommand implements Action {
    @Option(name = "--force", description = "Take a jar of a lower version than the one that serves")
    boolean force;

    @Option(name = "--dry-run", description = "Check, say what would be done, and change nothing")
    boolean dryRun;

    @Option(name = "--timeout", description = "Seconds that the new bundle may take to come up")
    Integer timeout;

    @Argument(name = "location", description = "The jar: a path or a URL", required = true)
    @Completion(FileCompleter.class)
    String location;

    @Reference(optional = true)
    UpgradeService upgrades;

    @Reference
    Session session;

    abstract UpgradeReport upgrade(UpgradeService service, UpgradeRequest request, UpgradeProgress progress);

    @Override
    public final Object execute() throws Exception {
        Optional<Duration> limit = Upgrades.timeout(timeout);
        UpgradeRequest request = new UpgradeRequest(location, force, dryRun, limit);
        Upgrades.run(upgrades, LiveOutput.of(session), (service, progress) -> upgrade(service, request, progress));
        return null;
    }
}
