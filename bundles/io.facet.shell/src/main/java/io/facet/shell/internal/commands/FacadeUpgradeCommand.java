// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.api.UpgradeService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

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
                        + "\n\n  facet:facade-upgrade --timeout 30 /tmp/io.facet.facade.provisioner.v11-1.0.1.jar")
public final class FacadeUpgradeCommand extends UpgradeCommand {
    @Override
    UpgradeReport upgrade(UpgradeService service, UpgradeRequest request, UpgradeProgress progress) {
        return service.upgradeFacade(request, progress);
    }
}
