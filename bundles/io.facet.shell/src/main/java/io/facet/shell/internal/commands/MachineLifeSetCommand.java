// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.provisioning.api.DestroyedMachine;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.MachineCompleter;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Moves life forward in the place of agents. */
@Service
@Command(
        scope = "facet",
        name = "machine-life-set",
        description = "Move the life of machines forward by hand",
        detailedDescription = "Life goes from alive over dying to dead, and never back. To make a machine dying is what"
                + " machine-remove does; to make it dead is what its own agent does when it ends, and stands in for an"
                + " agent that is not there any more. Either is refused while the machine hosts units, containers or"
                + " detachable storage. The provisioner clears away what is dead.\n"
                + "\n"
                + "  facet:machine-life-set prod dying 4\n"
                + "  facet:machine-life-set prod dead 4 5/lxd/0")
public final class MachineLifeSetCommand extends ModelChangeCommand {
    @Argument(index = 1, name = "life", description = "Life to move to: dying or dead", required = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"dying", "dead"})
    String life;

    @Argument(
            index = 2,
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
        if (!life.equals("dying") && !life.equals("dead")) {
            throw Services.failure("Life must be dying or dead, not \"" + life + "\"");
        }
        List<MachineId> machines = Machines.ids(ids);
        ProvisioningService provisioningService = Machines.provisioning(provisioning);
        write((tx, uuid) -> {
            for (Optional<FacetException> refusal : set(tx, provisioningService, uuid, machines)) {
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
            }
            return null;
        });
        machines.forEach(id -> System.out.println("Machine " + id + " is " + life + "."));
        return null;
    }

    private List<Optional<FacetException>> set(
            Transaction tx, ProvisioningService provisioningService, String uuid, List<MachineId> machines) {
        if (life.equals("dead")) {
            return provisioningService.ensureDead(tx, uuid, machines);
        }
        return provisioningService.destroy(tx, uuid, machines, false, false).stream()
                .map(outcome -> outcome.fold(this::checkDying, Optional::of))
                .toList();
    }

    private Optional<FacetException> checkDying(DestroyedMachine machine) {
        return machine.life() == Life.DYING
                ? Optional.empty()
                : Optional.of(FacetException.uncoded(
                        "machine " + machine.machine() + " is dead and cannot become dying again"));
    }
}
