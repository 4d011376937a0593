// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.completers.ConnectionCompleter;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Closes connections. */
@Service
@Command(
        scope = "facet",
        name = "connection-close",
        description = "Close connections of agents and clients",
        detailedDescription =
                "What runs for a connection is cancelled and answered, then it is closed; its watchers end. Agents connect"
                        + " again within seconds: to keep one out, use facet:agent-revoke. If one of the numbers is wrong,"
                        + " none is closed. For example:\n\n"
                        + "  facet:connection-close 17 23")
public final class ConnectionCloseCommand implements Action {
    @Argument(name = "connection", description = "Numbers of the connections", required = true, multiValued = true)
    @Completion(ConnectionCompleter.class)
    List<String> connections;

    @Reference(optional = true)
    ApiServer server;

    @Override
    public Object execute() throws Exception {
        ApiServer present = Connections.server(server);
        List<ConnectionStatus> found = new ArrayList<>();
        for (String number : connections) {
            found.add(Connections.find(present, number));
        }
        for (ConnectionStatus connection : found) {
            boolean open = present.disconnect(connection.id());
            System.out.println(
                    (open ? "Closed " : "Closed by itself meanwhile: ") + Connections.describe(connection) + ".");
        }
        return null;
    }
}
