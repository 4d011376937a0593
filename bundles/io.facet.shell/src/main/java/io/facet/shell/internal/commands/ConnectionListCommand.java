// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ConnectedTagCompleter;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the open connections. */
@Service
@Command(
        scope = "facet",
        name = "connection-list",
        description = "List the open connections of agents and clients",
        detailedDescription =
                "Shows each connection to the API, the oldest first: who logged in (empty before login), from where, to which"
                        + " model (empty for the controller alone), how many watchers it has, how many of its calls run now,"
                        + " how many it made since it was opened, and the bytes of the messages in both directions. Debug says"
                        + " whether its calls are logged. Examples:\n\n"
                        + "  facet:connection-list --model prod\n"
                        + "  facet:connection-list --tag machine-4 --json")
public final class ConnectionListCommand extends ReportCommand {
    @Option(name = "--model", description = "Only connections to this model, by name or UUID")
    @Completion(ModelCompleter.class)
    String model;

    @Option(name = "--tag", description = "Only connections of this agent or user, such as machine-4")
    @Completion(ConnectedTagCompleter.class)
    String tag;

    @Reference(optional = true)
    ApiServer server;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Override
    public Object execute() throws Exception {
        ApiServer present = Connections.server(server);
        String uuid = model == null ? null : Models.find(store, models, model).uuid();
        Map<String, String> names = Connections.modelNames(store, models);
        Table table = new Table("No connections")
                .number("Connection")
                .texts("Who", "From", "Model", "Since")
                .number("Watchers")
                .number("Running")
                .number("Calls")
                .number("Bytes in")
                .number("Bytes out")
                .texts("Debug");
        for (ConnectionStatus connection : present.connections()) {
            if ((uuid == null || uuid.equals(connection.modelUuid()))
                    && (tag == null || tag.equals(connection.authTag()))) {
                table.row(
                        connection.id(),
                        connection.authTag(),
                        connection.remoteAddress(),
                        names.getOrDefault(connection.modelUuid(), connection.modelUuid()),
                        connection.since().truncatedTo(ChronoUnit.SECONDS),
                        connection.watchers(),
                        connection.running(),
                        connection.calls(),
                        connection.bytesIn(),
                        connection.bytesOut(),
                        connection.traced());
            }
        }
        table.print(System.out, format());
        return null;
    }
}
