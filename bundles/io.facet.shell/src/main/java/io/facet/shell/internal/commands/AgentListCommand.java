// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.core.AgentBinaryVersion;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.Controllers;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the agents of a model. */
@Service
@Command(
        scope = "facet",
        name = "agent-list",
        description = "List the agents of a model that can log in",
        detailedDescription =
                "Shows each agent of the model that has credentials: whether it is connected, from where and since when (its"
                        + " latest connection), how many connections it has, and the version that a machine agent reported"
                        + " last. For example:\n\n"
                        + "  facet:agent-list prod")
public final class AgentListCommand extends ReportCommand {
    @Argument(name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    ApiServer server;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    AccessService access;

    private record Agents(String modelUuid, List<String> tags, Map<String, String> versions) {}

    /** The latest connection of an agent, and how many it has. */
    private record Presence(String from, Instant since, int connections) {
        static final Presence NONE = new Presence("", null, 0);

        /** Connections come the oldest first. */
        Presence and(ConnectionStatus connection) {
            return new Presence(connection.remoteAddress(), connection.since(), connections + 1);
        }
    }

    @Override
    public Object execute() throws Exception {
        ApiServer present = Connections.server(server);
        Agents agents = agents();
        Map<String, Presence> presences = new HashMap<>();
        for (ConnectionStatus connection : present.connections()) {
            if (connection.modelUuid().equals(agents.modelUuid())) {
                presences.compute(connection.authTag(), (tag, before) -> (before == null ? Presence.NONE : before)
                        .and(connection));
            }
        }
        Table table = new Table("No agents with credentials")
                .texts("Agent", "Connected", "From", "Since")
                .number("Connections")
                .texts("Version");
        for (String tag : agents.tags()) {
            Presence presence = presences.getOrDefault(tag, Presence.NONE);
            table.row(
                    tag,
                    presence.connections() > 0,
                    presence.from(),
                    presence.since() == null ? "" : presence.since().truncatedTo(ChronoUnit.SECONDS),
                    presence.connections(),
                    agents.versions().getOrDefault(tag, ""));
        }
        table.print(System.out, format());
        return null;
    }

    private Agents agents() throws Exception {
        ModelService modelService = Models.service(models);
        MachineService machineService = Machines.service(machines);
        AccessService accessService = Controllers.access(access);
        return Services.read(store, tx -> {
            String uuid = Models.find(tx, modelService, model).uuid();
            Map<String, String> versions = new HashMap<>();
            for (Machine machine : machineService.allMachines(tx, uuid)) {
                versions.put(
                        machine.id().tag(),
                        machine.agentVersion().map(AgentBinaryVersion::toString).orElse(""));
            }
            return new Agents(uuid, accessService.agents(tx, uuid), versions);
        });
    }
}
