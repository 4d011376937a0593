// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.LiveOutput;
import io.facet.shell.internal.Upgrades;
import io.facet.upgrade.api.UpgradeRequest;
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
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Replaces the bundle of a facade while calls run. */
@Service
@Command(
        scope = "facet",
        name = "facade-upgrade",
        description = "Replace the bundle of a facade while calls run",
        detailedDescription =
                "Installs the jar beside the bundle that serves now, starts it, waits until it has passed its own probe, and"
                        + " then sends all new calls to it at one instant. The old bundle is removed when its calls have"
                        + " ended, and kept to roll back to. If anything goes wrong before that instant, the new bundle is"
                        + " removed and the old one has never stopped serving. What was upgraded stays so over restarts and"
                        + " feature operations. LOCATION is a path on the server or a URL (file:, https:, mvn:); a relative"
                        + " path starts at the directory that Facet was started in (bin/facet makes it absolute for you)."
                        + " For example: facet:facade-upgrade --timeout 30 /tmp/io.facet.facade.provisioner.v11-1.0.1.jar")
public final class FacadeUpgradeCommand implements Action {
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

    @Override
    public Object execute() throws Exception {
        Optional<Duration> limit = Upgrades.timeout(timeout);
        Upgrades.run(
                upgrades,
                LiveOutput.of(session),
                (service, progress) ->
                        service.upgradeFacade(new UpgradeRequest(location, force, dryRun, limit), progress));
        return null;
    }
}
