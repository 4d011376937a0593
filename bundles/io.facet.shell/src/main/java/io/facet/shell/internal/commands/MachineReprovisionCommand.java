// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.MachineCompleter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Gives instances up for lost. */
@Service
@Command(
        scope = "facet",
        name = "machine-reprovision",
        description = "Give the instances of machines up for lost, and have new ones started",
        detailedDescription =
                "For an instance that broke or vanished. The machine forgets its instance, its addresses and the"
                        + " storage that went with it, and a provisioner starts another within a minute or so. Nothing is done"
                        + " to the old instance: if it is still there, stop it in the cloud. A machine with units, containers or"
                        + " detachable storage is refused, since what they had on the instance is lost; --force does it all the"
                        + " same.\n"
                        + "\n"
                        + "  facet:machine-reprovision prod 4\n"
                        + "  facet:machine-reprovision --force prod 4 7")
public final class MachineReprovisionCommand extends ModelChangeCommand {
    @Option(name = "--force", description = "Also of machines that host something")
    boolean force;

    @Argument(
            index = 1,
            name = "machine",
            description = "Ids of machines, such as 4 or 4/lxd/0",
            required = true,
            multiValued = true)
    @Completion(MachineCompleter.class)
    List<String> ids;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    ProvisioningService provisioning;

    @Override
    public Object execute() throws Exception {
        List<MachineId> lost = Machines.ids(ids);
        MachineService machineService = Machines.service(machines);
        ProvisioningService provisioningService = Machines.provisioning(provisioning);
        Map<MachineId, Machine> before = write((tx, uuid) -> {
            Map<MachineId, Machine> found = Machines.find(tx, machineService, uuid, lost);
            List<String> refusals = provisioningService.forgetInstances(tx, uuid, lost, force).stream()
                    .flatMap(Optional::stream)
                    .map(FacetException::getMessage)
                    .toList();
            if (!refusals.isEmpty()) {
                throw Services.failure("Nothing was changed: " + String.join("; ", refusals)
                        + (force ? "." : ". With --force a machine loses what it hosts."));
            }
            return found;
        });
        before.values()
                .forEach(machine -> System.out.println("Machine " + machine.id() + " has forgotten instance "
                        + machine.instance().map(Instance::instanceId).orElse("")
                        + "; a provisioner will start another."));
        return null;
    }
}
