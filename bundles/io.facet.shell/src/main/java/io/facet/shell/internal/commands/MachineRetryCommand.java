// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.MachineCompleter;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Asks provisioners for another try. */
@Service
@Command(
        scope = "facet",
        name = "machine-retry",
        description = "Have failed machines started once more",
        detailedDescription =
                "Tells provisioners that the errors which kept machines from being started may have passed:"
                        + " \"transient\" is set in the data of their instance status. A provisioner asks for such machines"
                        + " every minute. Without machines it is done for all that have no instance because starting one failed."
                        + " Prints the id of each, one per line.\n"
                        + "\n"
                        + "  facet:machine-retry prod\n"
                        + "  facet:machine-retry prod 4 5")
public final class MachineRetryCommand extends ModelChangeCommand {
    @Argument(
            index = 1,
            name = "machine",
            description = "Ids of machines; all that failed, if none",
            multiValued = true)
    @Completion(MachineCompleter.class)
    List<String> ids;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    ProvisioningService provisioning;

    @Override
    public Object execute() throws Exception {
        List<MachineId> named = ids == null ? List.of() : Machines.ids(ids);
        MachineService machineService = Machines.service(machines);
        ProvisioningService provisioningService = Machines.provisioning(provisioning);
        List<MachineId> asked = write((tx, uuid) -> {
            if (named.isEmpty()) {
                return provisioningService.retryProvisioning(
                        tx, uuid, machineService.instanceErrors(tx, uuid).keySet());
            }
            Map<MachineId, Machine> found = Machines.find(tx, machineService, uuid, named);
            Map<MachineId, StatusInfo> statuses = machineService.statuses(tx, uuid, StatusKind.INSTANCE, named);
            List<MachineId> failed = provisioningService.retryProvisioning(tx, uuid, named);
            for (MachineId id : named) {
                if (!failed.contains(id)) {
                    throw Services.failure(notFailed(found.get(id), statuses.get(id)));
                }
            }
            return failed;
        });
        asked.forEach(System.out::println);
        if (asked.isEmpty()) {
            System.out.println("No machine has failed.");
        }
        return null;
    }

    private static String notFailed(Machine machine, StatusInfo status) {
        return machine.instance()
                .map(instance -> "Machine " + machine.id() + " has instance " + instance.instanceId()
                        + "; facet:machine-reprovision gives it up for lost.")
                .orElseGet(() -> "Starting machine " + machine.id() + " has not failed; its instance status is "
                        + (status == null ? "unknown" : status.status()) + ".");
    }
}
