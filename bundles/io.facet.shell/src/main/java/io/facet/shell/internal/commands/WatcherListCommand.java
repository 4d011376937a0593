// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.WatcherStatus;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ConnectedTagCompleter;
import io.facet.shell.internal.completers.ConnectionCompleter;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the watchers. */
@Service
@Command(
        scope = "facet",
        name = "watcher-list",
        description = "List what agents and clients watch",
        detailedDescription =
                "Shows each watcher with its connection, its id there, who watches, and what. Pending is how many events or"
                        + " keys are ready and not fetched yet: of an agent that is well it is soon 0 again. Waiting is how"
                        + " many Next calls wait for an event. Examples:\n\n"
                        + "  facet:watcher-list --model prod\n"
                        + "  facet:watcher-list --connection 17 --no-format")
public final class WatcherListCommand extends ReportCommand {
    @Option(name = "--connection", description = "Only those of this connection")
    @Completion(ConnectionCompleter.class)
    String connection;

    @Option(name = "--model", description = "Only those that watch this model, by name or UUID")
    @Completion(ModelCompleter.class)
    String model;

    @Option(name = "--tag", description = "Only those of this agent or user, such as machine-4")
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
        Long number = connection == null
                ? null
                : Long.valueOf(Connections.find(present, connection).id());
        String uuid = model == null ? null : Models.find(store, models, model).uuid();
        Map<String, String> names = Connections.modelNames(store, models);
        Table table = new Table("No watchers")
                .number("Connection")
                .texts("Watcher", "Facade", "Who", "Model", "Watches")
                .number("Pending")
                .number("Waiting");
        for (WatcherStatus watcher : present.watchers()) {
            if ((number == null || number == watcher.connection())
                    && (uuid == null || uuid.equals(watcher.modelUuid()))
                    && (tag == null || tag.equals(watcher.authTag()))) {
                table.row(
                        watcher.connection(),
                        watcher.id(),
                        watcher.facade(),
                        watcher.authTag(),
                        names.getOrDefault(watcher.modelUuid(), watcher.modelUuid()),
                        watcher.subject(),
                        watcher.pending(),
                        watcher.waiting());
            }
        }
        table.print(System.out, format());
        return null;
    }
}
