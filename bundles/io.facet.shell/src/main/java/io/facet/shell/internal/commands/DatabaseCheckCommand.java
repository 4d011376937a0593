// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.Databases;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.store.api.Database;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Looks for damage in the database. */
@Service
@Command(
        scope = "facet",
        name = "database-check",
        description = "Look for damage in the database",
        detailedDescription =
                "On SQLite the whole file is read: its structure, its indexes, and that every row that another refers to is"
                        + " there. On both databases: that the change log has no gap. Calls go on meanwhile. Lists what is"
                        + " wrong, and fails if anything is; the exit status of bin/facet is then 1. PostgreSQL looks after"
                        + " its own structure: see pg_amcheck.\n\n"
                        + "  facet:database-check --no-format")
public final class DatabaseCheckCommand extends ReportCommand {
    @Reference(optional = true)
    Database database;

    @Override
    public Object execute() throws Exception {
        List<String> findings = Databases.outcome(Databases.required(database).checkIntegrity());
        Table table = new Table("Nothing wrong").texts("Finding");
        findings.forEach(table::row);
        table.print(System.out, format());
        if (!findings.isEmpty()) {
            throw Services.failure(
                    "The database is not sound: " + findings.size() + (findings.size() == 1 ? " finding" : " findings")
                            + ". Copy it as it is (Facet stopped), then restore a backup: docs/backup.md says how.");
        }
        return null;
    }
}
