// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.controller.api.AgentConfigService;
import io.facet.core.MachineId;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.OwnerOnlyFile;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.MachineCompleter;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Issues an agent.conf. */
@Service
@Command(
        scope = "facet",
        name = "agent-conf-issue",
        description = "Issue the agent.conf of a machine agent, or of the controller's own agent",
        detailedDescription =
                "For a machine agent this sets a fresh password, which ends the previous one at once, and a nonce if it has"
                        + " none. For the controller (--controller) nothing changes: the file holds its credentials, which"
                        + " are good for any model, and points at the one given. The file is printed, or written with --output"
                        + " so that only its owner can read it. Whoever has it can log in as that agent. Examples:\n\n"
                        + "  facet:agent-conf-issue --output /tmp/agent.conf prod 4\n"
                        + "  facet:agent-conf-issue --controller prod")
public final class AgentConfIssueCommand implements Action {
    @Option(name = "--controller", description = "The agent of the controller instead of a machine's")
    boolean controller;

    @Option(
            name = "--output",
            description = "Write to this file instead of the screen; read and written by its owner only")
    @Completion(FileCompleter.class)
    String output;

    @Argument(index = 0, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Argument(index = 1, name = "machine", description = "Id of the machine, such as 4 or 4/lxd/0")
    @Completion(MachineCompleter.class)
    String machine;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    AgentConfigService agents;

    @Override
    public Object execute() throws Exception {
        if (controller == (machine != null)) {
            throw Services.failure("Give either a machine, or --controller before the model.");
        }
        AgentConfigService present = Services.required(agents, AgentConfigService.class, "io.facet.controller");
        String uuid = Models.find(store, models, model).uuid();
        MachineId id = controller ? null : machineId();
        String conf = Services.write(
                store,
                uuid,
                tx -> controller ? present.issueForController(tx, uuid) : present.issueForMachine(tx, uuid, id));
        if (output == null) {
            System.out.print(conf);
            System.out.flush();
        } else {
            OwnerOnlyFile.write(Path.of(output), conf);
            System.out.println("Written to " + output);
        }
        return null;
    }

    private MachineId machineId() throws CommandException {
        if (!MachineId.isValid(machine)) {
            throw Services.failure("\"" + machine + "\" is not a machine id, such as 4 or 4/lxd/0");
        }
        return new MachineId(machine);
    }
}
