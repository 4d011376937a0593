// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.Databases;
import io.facet.shell.internal.Sheet;
import io.facet.shell.internal.Table;
import io.facet.store.api.Database;
import io.facet.store.api.DatabaseFigures;
import io.facet.store.api.DatabaseStatus;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows the database. */
@Service
@Command(
        scope = "facet",
        name = "database-show",
        description = "Show where the database is, how large and how busy",
        detailedDescription =
                "Size and unused bytes are what the database says of itself; facet:database-vacuum gives the unused ones"
                        + " back. The change log holds what happened lately, for watchers. Changes behind are committed"
                        + " changes of this controller that its watchers have not been told of yet; the lag says for how"
                        + " long the oldest has been waiting. Writes, commits and reads count from the start of the store."
                        + " At the end, how far the tables of each part of Facet have come.\n\n"
                        + "  facet:database-show\n"
                        + "  facet:database-show --json")
public final class DatabaseShowCommand extends ReportCommand {
    @Reference(optional = true)
    Database database;

    @Override
    public Object execute() throws Exception {
        Database present = Databases.required(database);
        DatabaseStatus status = Databases.outcome(present.status());
        DatabaseFigures figures = present.figures();
        Table levels = new Table("None").texts("Part").number("Level");
        status.schemaLevels().forEach(levels::row);
        new Sheet()
                .value("Product", status.product())
                .value("Place", status.place())
                .value("Size bytes", status.bytes())
                .value("Unused bytes", status.freeBytes())
                .value("Changes in log", status.logRows())
                .value("Changes behind", figures.changesBehind())
                .value("Lag ms", figures.lag().toMillis())
                .value("Writes", figures.writes())
                .value("Commits", figures.commits())
                .value("Reads", figures.reads())
                .value("Writes queued", figures.writesQueued())
                .value("Writes queued at most", figures.maxWritesQueued())
                .value("Reads queued", figures.readsQueued())
                .value("Reads queued at most", figures.maxReadsQueued())
                .value("Reads running", figures.readsRunning())
                .value("Reads running at most", figures.readerThreads())
                .value("Connections", figures.connectionsOpen())
                .value("Connections at most", figures.maxConnections())
                .table("Levels", levels)
                .print(System.out, format());
        return null;
    }
}
