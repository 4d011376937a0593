// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.FacadeNameCompleter;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the facade versions. */
@Service
@Command(
        scope = "facet",
        name = "facade-list",
        description = "List the facade versions that are installed",
        detailedDescription =
                "Shows each facade version with the bundle that provides it and how many methods it has. Calls go"
                        + " to those that are serving; another one is installed but not in use at present, and the note says"
                        + " why. Running is how many calls run on it now. A pinned one was chosen by an upgrade or rollback"
                        + " and serves whatever other versions of its bundle there are.\n\n"
                        + "  facet:facade-list Provisioner")
public final class FacadeListCommand extends ReportCommand {
    @Argument(name = "name", description = "Show this facade only")
    @Completion(FacadeNameCompleter.class)
    String name;

    @Reference(optional = true)
    ApiServer server;

    @Override
    public Object execute() throws Exception {
        ApiServer present = Services.required(server, ApiServer.class, "io.facet.apiserver");
        List<FacadeStatus> facades = present.facades().stream()
                .filter(facade -> name == null || facade.name().equals(name))
                .toList();
        if (name != null && facades.isEmpty()) {
            throw Services.failure("There is no facade \"" + name + "\"; facet:facade-list shows those there are.");
        }
        Table table = new Table("No facades")
                .texts("Facade")
                .number("Version")
                .texts("Serving")
                .number("Methods")
                .number("Bundle")
                .texts("Bundle name", "Bundle version", "Pinned")
                .number("Running")
                .texts("Note");
        for (FacadeStatus facade : facades) {
            table.row(
                    facade.name(),
                    facade.version(),
                    facade.serving(),
                    facade.methods(),
                    facade.bundleId(),
                    facade.bundleName(),
                    facade.bundleVersion(),
                    facade.pinned(),
                    facade.running(),
                    facade.note());
        }
        table.print(System.out, format());
        return null;
    }
}
