// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.Databases;
import io.facet.shell.internal.LiveOutput;
import io.facet.store.api.Database;
import io.facet.store.api.DatabaseStatus;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Gives unused space of the database back. */
@Service
@Command(
        scope = "facet",
        name = "database-vacuum",
        description = "Give unused space of the database back",
        detailedDescription =
                "On SQLite the file is written anew without what is unused, and becomes smaller. Reads go on; writes wait"
                        + " until it is done, which may be minutes for each gigabyte that is in use, so choose a quiet"
                        + " time; the disk needs room for a second copy. On PostgreSQL Facet's tables are vacuumed, which lets"
                        + " them use the space again and keeps nobody waiting. Seldom needed: unused space is used again anyway.\n\n"
                        + "  facet:database-vacuum")
public final class DatabaseVacuumCommand implements Action {
    @Reference(optional = true)
    Database database;

    @Reference
    Session session;

    @Override
    public Object execute() throws Exception {
        Database present = Databases.required(database);
        PrintStream out = LiveOutput.of(session);
        DatabaseStatus before = Databases.outcome(present.status());
        out.println("Vacuuming " + before.place() + " (" + Databases.size(before.bytes()) + ", of which "
                + Databases.size(before.freeBytes()) + " unused) ...");
        out.flush();
        long begun = System.nanoTime();
        Databases.outcome(present.vacuum());
        String time = Databases.since(begun);
        long after = Databases.outcome(present.status()).bytes();
        out.println("Gave back " + Databases.size(Math.max(0, before.bytes() - after)) + " in " + time + "; it has "
                + Databases.size(after) + " now.");
        out.flush();
        return null;
    }
}
