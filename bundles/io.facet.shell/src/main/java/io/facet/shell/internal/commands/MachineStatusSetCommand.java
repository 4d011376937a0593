// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.provisioning.api.StatusChange;
import io.facet.shell.internal.MachineStatuses;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.MachineCompleter;
import io.facet.shell.internal.completers.StatusCompleter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Sets statuses in the place of agents. */
@Service
@Command(
        scope = "facet",
        name = "machine-status-set",
        description = "Set a status of machines by hand",
        detailedDescription =
                "Says in the place of an agent or a provisioner what became of a machine. By --kind it is the status"
                        + " of the instance (the default), of the machine's agent, or of the last modification of the instance."
                        + " An error needs a --message, and an error of the instance puts the agent into error too. What a"
                        + " provisioner makes of it: it starts a machine that has no instance if the agent status is pending or"
                        + " the instance status is allocating.\n"
                        + "\n"
                        + "  facet:machine-status-set prod running 4\n"
                        + "  facet:machine-status-set --kind agent prod pending 4 5\n"
                        + "  facet:machine-status-set --message \"no rack has room\" prod \"provisioning error\" 4")
public final class MachineStatusSetCommand extends ModelChangeCommand {
    @Option(name = "--kind", description = "Whose status: instance, agent or modification")
    @Completion(
            value = StringsCompleter.class,
            values = {"instance", "agent", "modification"})
    String kind = "instance";

    @Option(name = "--message", description = "What it is about")
    String message = "";

    @Argument(index = 1, name = "status", description = "The new status, such as pending", required = true)
    @Completion(StatusCompleter.class)
    String status;

    @Argument(
            index = 2,
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
        List<String> known = MachineStatuses.BY_KIND.get(kind);
        if (known == null) {
            throw Services.failure("--kind must be instance, agent or modification, not \"" + kind + "\"");
        }
        if (!known.contains(status)) {
            throw Services.failure(
                    "The " + kind + " status must be one of " + String.join(", ", known) + ", not \"" + status + "\"");
        }
        if (status.endsWith("error") && message.isEmpty()) {
            throw Services.failure("Status \"" + status + "\" needs a --message.");
        }
        List<MachineId> machineIds = Machines.ids(ids);
        MachineService machineService = Machines.service(machines);
        ProvisioningService provisioningService = Machines.provisioning(provisioning);
        write((tx, uuid) -> {
            Machines.find(tx, machineService, uuid, machineIds);
            List<StatusChange> changes = machineIds.stream()
                    .map(id -> new StatusChange(id, status, message, Map.of()))
                    .toList();
            StatusKind which = StatusKind.valueOf(kind.toUpperCase(Locale.ROOT));
            for (Optional<FacetException> refusal : provisioningService.setStatuses(tx, uuid, which, changes)) {
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
            }
            return null;
        });
        machineIds.forEach(
                id -> System.out.println("The " + kind + " status of machine " + id + " is " + status + "."));
        return null;
    }
}
