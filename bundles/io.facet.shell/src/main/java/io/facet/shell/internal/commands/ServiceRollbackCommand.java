// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.completers.ReplacedServiceCompleter;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeService;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Takes back the upgrade of a service. */
@Service
@Command(
        scope = "facet",
        name = "service-rollback",
        description = "Go back to the bundle of a service that was replaced last",
        detailedDescription =
                "Does what an upgrade does, with the bundle that was replaced last. What is replaced by it is kept in turn, so"
                        + " that a second rollback undoes the first. To go back further, name one of the versions that"
                        + " facet:rollback-list shows with --to.\n\n"
                        + "  facet:service-rollback io.facet.machine")
public final class ServiceRollbackCommand extends RollbackCommand {
    @Argument(name = "bundle", description = "Symbolic name of the service's bundle", required = true)
    @Completion(ReplacedServiceCompleter.class)
    String bundle;

    @Override
    UpgradeReport rollBack(UpgradeService service, RollbackRequest request, UpgradeProgress progress) {
        return service.rollbackService(bundle, request, progress);
    }
}
