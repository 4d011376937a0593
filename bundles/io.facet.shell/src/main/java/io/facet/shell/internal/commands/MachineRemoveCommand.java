// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.provisioning.api.DestroyedMachine;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.MachineCompleter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lets machines go, with their provisioner or without. */
@Service
@Command(
        scope = "facet",
        name = "machine-remove",
        description = "Let machines or containers go",
        detailedDescription =
                "A machine that hosts nothing becomes dying; its agent and the provisioner of its model do the rest:"
                        + " they stop its instance and clear it away. A machine with units, containers or detachable storage is"
                        + " refused.\n"
                        + "\n"
                        + "With --force a machine goes whatever it hosts, with all containers on it: it is dead at once, and the"
                        + " provisioner only has to stop its instance. Where nobody has to stop anything (it has no instance,"
                        + " its instance is kept, or it was dead already) it is removed at once. Detachable storage stays in the"
                        + " model. A machine that runs the controller is never removed.\n"
                        + "\n"
                        + "With --keep-instance the instance is left running in the cloud. If one of the machines is refused,"
                        + " nothing changes.\n"
                        + "\n"
                        + "  facet:machine-remove prod 4 5/lxd/0\n"
                        + "  facet:machine-remove --force --keep-instance prod 7")
public final class MachineRemoveCommand extends ModelChangeCommand {
    @Option(name = "--force", description = "Also with what they host, and without waiting for their agents")
    boolean force;

    @Option(name = "--keep-instance", description = "Leave the instances running in the cloud")
    boolean keepInstance;

    @Argument(
            index = 1,
            name = "machine",
            description = "Ids of machines, such as 4 or 4/lxd/0",
            required = true,
            multiValued = true)
    @Completion(MachineCompleter.class)
    List<String> ids;

    @Reference(optional = true)
    ProvisioningService provisioning;

    @Override
    public Object execute() throws Exception {
        List<MachineId> machines = Machines.ids(ids);
        ProvisioningService provisioningService = Machines.provisioning(provisioning);
        List<DestroyedMachine> destroyed = write((tx, uuid) -> {
            List<DestroyedMachine> done = new ArrayList<>();
            List<String> refusals = new ArrayList<>();
            provisioningService
                    .destroy(tx, uuid, machines, force, keepInstance)
                    .forEach(outcome -> outcome.fold(done::add, refusal -> refusals.add(refusal.getMessage())));
            if (!refusals.isEmpty()) {
                throw Services.failure("Nothing was removed: " + String.join("; ", refusals)
                        + (force ? "." : ". With --force a machine goes with all that it hosts."));
            }
            return done;
        });
        destroyed.forEach(machine -> System.out.println(sentence(machine)));
        return null;
    }

    private String sentence(DestroyedMachine machine) {
        String subject = "Machine " + machine.machine();
        String instance = machine.instanceId().map(id -> "instance " + id).orElse("");
        if (force) {
            String fate = machine.goes()
                    ? " is removed" + (instance.isEmpty() ? "" : "; nobody has been asked to stop " + instance)
                    : " is dead; the provisioner stops " + instance + " and clears it away";
            return subject + fate + with("; containers that go with it: ", machine.containers())
                    + with("; units that were on it: ", machine.units())
                    + with("; storage that stays: ", machine.storage()) + ".";
        }
        if (machine.life() == Life.DEAD) {
            return subject + " is dead already; the provisioner clears it away, and --force does so without.";
        }
        return subject + " is dying; "
                + (instance.isEmpty()
                        ? "the provisioner clears it away."
                        : "its agent has to end, then the provisioner " + (keepInstance ? "leaves " : "stops ")
                                + instance + " and clears it away.");
    }

    private static String with(String label, List<?> things) {
        return things.isEmpty()
                ? ""
                : label + things.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
