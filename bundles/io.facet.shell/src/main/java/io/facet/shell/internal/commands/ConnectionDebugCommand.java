// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ConnectionCompleter;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Switches the log of a connection's calls. */
@Service
@Command(
        scope = "facet",
        name = "connection-debug",
        description = "Log the calls of one connection, or stop it",
        detailedDescription =
                "While it is on, each call of the connection is logged to data/log/karaf.log when it comes and when it ends:"
                        + " facade, method, sizes, time taken and outcome, but no parameters and results, which may hold"
                        + " secrets. Lines of one call bear the same id. It ends with the connection. For example:\n\n"
                        + "  facet:connection-debug 17 on")
public final class ConnectionDebugCommand implements Action {
    @Argument(index = 0, name = "connection", description = "Number of the connection", required = true)
    @Completion(ConnectionCompleter.class)
    String connection;

    @Argument(index = 1, name = "on|off", description = "Whether its calls are logged", required = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"on", "off"})
    String onOrOff;

    @Reference(optional = true)
    ApiServer server;

    @Override
    public Object execute() throws Exception {
        if (!onOrOff.equals("on") && !onOrOff.equals("off")) {
            throw Services.failure("Say on or off after the number of the connection, not \"" + onOrOff + "\".");
        }
        ApiServer present = Connections.server(server);
        ConnectionStatus found = Connections.find(present, connection);
        boolean on = onOrOff.equals("on");
        if (!present.trace(found.id(), on)) {
            throw Connections.gone(found.id());
        }
        System.out.println("The calls of " + Connections.describe(found)
                + (on ? " are logged from now on." : " are not logged any more."));
        return null;
    }
}
