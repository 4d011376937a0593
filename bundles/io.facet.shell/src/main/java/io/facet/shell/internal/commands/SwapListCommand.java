// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.SwapStatus;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the exchanges of facades and services. */
@Service
@Command(
        scope = "facet",
        name = "swap-list",
        description = "List the latest exchanges of facades and services",
        detailedDescription =
                "Shows what was exchanged since the server started, oldest first: by upgrades and rollbacks, and by updates,"
                        + " restarts and removals of bundles. The gap is how long nobody served; calls that came in it were"
                        + " parked, the longest for as long as the wait says. Drained calls still ran on the old bundle when"
                        + " it got no new ones.\n\n"
                        + "  facet:swap-list")
public final class SwapListCommand extends ReportCommand {
    @Reference(optional = true)
    ApiServer server;

    @Override
    public Object execute() throws Exception {
        ApiServer present = Services.required(server, ApiServer.class, "io.facet.apiserver");
        Table table = new Table("No exchanges since the start")
                .texts("Begun", "Kind", "Subject", "From", "To")
                .number("Gap ms")
                .number("Parked")
                .number("Wait ms")
                .number("Drained")
                .texts("Outcome");
        for (SwapStatus swap : present.swaps()) {
            table.row(
                    swap.begun().truncatedTo(ChronoUnit.SECONDS),
                    swap.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    swap.subject(),
                    swap.from(),
                    swap.to(),
                    swap.gap().toMillis(),
                    swap.parked(),
                    swap.longestWait().toMillis(),
                    swap.drained(),
                    swap.outcome());
        }
        table.print(System.out, format());
        return null;
    }
}
