// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.apiserver.api.ApiServer;
import io.facet.controller.api.ControllerService;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.Controllers;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.AgentCompleter;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** Takes the credentials of agents away. */
@Service
@Command(
        scope = "facet",
        name = "agent-revoke",
        description = "Take the credentials of agents away and end their connections",
        detailedDescription =
                "The agents cannot log in any more, and their connections end at once. A machine agent that is refused so"
                        + " takes its machine for removed and uninstalls itself, as in Juju; facet:agent-conf-issue gives a"
                        + " machine fresh credentials. All are revoked, or none. The agent of the controller is refused"
                        + " without --force: the controller's own agent.conf would be good for nothing. For example:\n\n"
                        + "  facet:agent-revoke prod machine-4 machine-5")
public final class AgentRevokeCommand implements Action {
    @Option(name = "--force", description = "Also the agent of the controller")
    boolean force;

    @Argument(index = 0, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Argument(index = 1, name = "tag", description = "Tags of the agents", required = true, multiValued = true)
    @Completion(AgentCompleter.class)
    List<String> tags;

    @Reference(optional = true)
    ApiServer server;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    ControllerService controllers;

    @Reference(optional = true)
    AccessService access;

    @Override
    public Object execute() throws Exception {
        MachineService machineService = Machines.service(machines);
        ControllerService controllerService = Controllers.service(controllers);
        AccessService accessService = Controllers.access(access);
        ModelInfo target = Models.find(store, models, model);
        Services.write(store, target.uuid(), tx -> {
            Set<String> known = new HashSet<>(accessService.agents(tx, target.uuid()));
            for (String tag : tags) {
                if (!known.contains(tag)) {
                    throw Services.failure("No agent \"" + tag + "\" of model " + target.name()
                            + " has credentials; facet:agent-list shows those that have.");
                }
            }
            if (!force && controllerService.identity(tx).modelUuid().equals(target.uuid())) {
                refuseController(tx, machineService, target.uuid());
            }
            accessService.removeAgents(tx, target.uuid(), tags);
            return null;
        });
        for (String tag : new LinkedHashSet<>(tags)) {
            int ended = Connections.end(
                    server,
                    connection -> connection.authTag().equals(tag)
                            && connection.modelUuid().equals(target.uuid()));
            System.out.println("Revoked " + tag + " of model " + target.name() + "; " + Connections.ended(ended) + ".");
        }
        return null;
    }

    private void refuseController(Transaction tx, MachineService machineService, String uuid) throws CommandException {
        List<MachineId> ids = tags.stream()
                .map(Tag::parse)
                .filter(tag -> tag.kind() == Tag.Kind.MACHINE)
                .map(Tag::machineId)
                .toList();
        for (Machine machine : machineService.machines(tx, uuid, ids).values()) {
            if (machine.isController()) {
                throw Services.failure(machine.id().tag() + " is the agent of the controller, whose agent.conf would be"
                        + " good for nothing; --force revokes it all the same.");
            }
        }
    }
}
