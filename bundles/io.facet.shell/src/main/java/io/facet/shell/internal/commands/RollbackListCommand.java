// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.Table;
import io.facet.shell.internal.Upgrades;
import io.facet.upgrade.api.QuarantinedBundle;
import io.facet.upgrade.api.ReplacedBundle;
import io.facet.upgrade.api.UpgradeService;
import java.time.temporal.ChronoUnit;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists what can be rolled back to, and what could not be got rid of. */
@Service
@Command(
        scope = "facet",
        name = "rollback-list",
        description = "List the bundles that can be rolled back to",
        detailedDescription =
                "Shows the bundles that upgrades replaced and whose jars are kept; of each facade version or service the one"
                        + " that a rollback goes to comes first. After them come the quarantined bundles, whose start or"
                        + " stop could not be ended: they serve nothing and are removed at the next start of Facet.\n\n"
                        + "  facet:rollback-list")
public final class RollbackListCommand extends ReportCommand {
    @Reference(optional = true)
    UpgradeService upgrades;

    @Override
    public Object execute() throws Exception {
        UpgradeService present = Upgrades.service(upgrades);
        Table table = new Table("Nothing to roll back to")
                .texts("State", "Subject", "Bundle name", "Bundle version", "Since")
                .number("Size")
                .texts("Note");
        for (ReplacedBundle replaced : present.replaced()) {
            table.row(
                    "replaced",
                    replaced.subject(),
                    replaced.bundleName(),
                    replaced.bundleVersion(),
                    replaced.replaced().truncatedTo(ChronoUnit.SECONDS),
                    replaced.bytes(),
                    "");
        }
        for (QuarantinedBundle quarantined : present.quarantined()) {
            table.row(
                    "quarantined",
                    "bundle " + quarantined.bundleId(),
                    quarantined.bundleName(),
                    quarantined.bundleVersion(),
                    quarantined.since().truncatedTo(ChronoUnit.SECONDS),
                    "",
                    quarantined.reason());
        }
        table.print(System.out, format());
        return null;
    }
}
