// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.api.UpgradeService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Replaces the bundle of a service while calls run. */
@Service
@Command(
        scope = "facet",
        name = "service-upgrade",
        description = "Replace the bundle of a service while calls run",
        detailedDescription =
                "Installs the jar beside the bundle of the same name, starts it, waits until it offers all that the old one"
                        + " offers, and then has everybody use it at once. The old bundle is removed when all calls have"
                        + " ended that may still use it, and kept to roll back to. If anything goes wrong before, the new"
                        + " bundle is removed and the old one has never stopped. What was upgraded stays so over restarts"
                        + " and feature operations. LOCATION is a path on the server or a URL (file:, https:, mvn:); a"
                        + " relative path starts at the directory that Facet was started in (bin/facet makes it absolute"
                        + " for you).\n\n"
                        + "  facet:service-upgrade --dry-run /tmp/io.facet.machine-1.0.1.jar")
public final class ServiceUpgradeCommand extends UpgradeCommand {
    @Override
    UpgradeReport upgrade(UpgradeService service, UpgradeRequest request, UpgradeProgress progress) {
        return service.upgradeService(request, progress);
    }
}
