// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.Databases;
import io.facet.shell.internal.LiveOutput;
import io.facet.store.api.Database;
import io.facet.store.api.DatabaseStatus;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Copies the database into a file. */
@Service
@Command(
        scope = "facet",
        name = "database-backup",
        description = "Copy the database into a file while Facet runs",
        detailedDescription =
                "The copy is what was committed at one moment; calls go on meanwhile. It is on disk when the command ends,"
                        + " only its owner can read it, and whoever has it has every credential in it. The file must not"
                        + " exist. It is written by the server: a relative path starts at the directory that Facet was"
                        + " started in (bin/facet makes it absolute for you). With Facet stopped, bin/restore FILE puts it in"
                        + " the place of the database. PostgreSQL has pg_dump for this. A large database may take longer"
                        + " than bin/facet waits unless told otherwise: bin/facet --timeout 3600 database-backup FILE.\n\n"
                        + "  facet:database-backup /var/backups/facet/2026-11-27.db")
public final class DatabaseBackupCommand implements Action {
    @Argument(name = "file", description = "Where to; must not exist", required = true)
    @Completion(FileCompleter.class)
    String file;

    @Reference(optional = true)
    Database database;

    @Reference
    Session session;

    @Override
    public Object execute() throws Exception {
        Database present = Databases.required(database);
        PrintStream out = LiveOutput.of(session);
        Path target = Path.of(file).toAbsolutePath().normalize();
        DatabaseStatus status = Databases.outcome(present.status());
        out.println("Copying " + status.place() + " (" + Databases.size(status.bytes()) + ") ...");
        out.flush();
        long begun = System.nanoTime();
        long bytes = Databases.outcome(present.backup(target));
        out.println("Wrote " + target + " (" + Databases.size(bytes) + ") in " + Databases.since(begun) + ".");
        out.flush();
        return null;
    }
}
