// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.completers.ReplacedFacadeCompleter;
import io.facet.shell.internal.completers.ReplacedVersionCompleter;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeService;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Takes back the upgrade of a facade version. */
@Service
@Command(
        scope = "facet",
        name = "facade-rollback",
        description = "Go back to the bundle of a facade version that was replaced last",
        detailedDescription =
                "Does what an upgrade does, with the bundle that was replaced last. What is replaced by it is kept in turn, so"
                        + " that a second rollback undoes the first. To go back further, name one of the versions that"
                        + " facet:rollback-list shows with --to.\n\n"
                        + "  facet:facade-rollback Provisioner 11\n"
                        + "  facet:facade-rollback --to 1.0.1 Provisioner 11")
public final class FacadeRollbackCommand extends RollbackCommand {
    @Argument(index = 0, name = "name", description = "The facade", required = true)
    @Completion(ReplacedFacadeCompleter.class)
    String name;

    @Argument(index = 1, name = "version", description = "Its version", required = true)
    @Completion(ReplacedVersionCompleter.class)
    int version;

    @Override
    UpgradeReport rollBack(UpgradeService service, RollbackRequest request, UpgradeProgress progress) {
        return service.rollbackFacade(name, version, request, progress);
    }
}
