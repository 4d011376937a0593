// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.CommandException;

/** Finds the machines that an operator means. */
public final class Machines {
    private static final String BUNDLE = "io.facet.machine";

    private Machines() {}

    /** The machines, or a failure that names the bundle to look at. */
    public static MachineService service(MachineService service) throws CommandException {
        return Services.required(service, MachineService.class, BUNDLE);
    }

    /** What composes the services around machines, or a failure that names the bundle to look at. */
    public static ProvisioningService provisioning(ProvisioningService service) throws CommandException {
        return Services.required(service, ProvisioningService.class, "io.facet.provisioning");
    }

    /** The id that was given. */
    public static MachineId id(String given) throws CommandException {
        if (!MachineId.isValid(given)) {
            throw Services.failure("\"" + given + "\" is not a machine id, such as 4 or 4/lxd/0");
        }
        return new MachineId(given);
    }

    /** The ids that were given, each once. */
    public static List<MachineId> ids(Collection<String> given) throws CommandException {
        List<MachineId> ids = new ArrayList<>();
        for (String one : new LinkedHashSet<>(given)) {
            ids.add(id(one));
        }
        return ids;
    }

    /** The machine with this id, which must exist. */
    public static Machine find(Transaction tx, MachineService machines, String modelUuid, MachineId id)
            throws CommandException {
        return find(tx, machines, modelUuid, List.of(id)).get(id);
    }

    /** The machines with these ids, which must exist. */
    public static Map<MachineId, Machine> find(
            Transaction tx, MachineService machines, String modelUuid, Collection<MachineId> ids)
            throws CommandException {
        Map<MachineId, Machine> found = machines.machines(tx, modelUuid, ids);
        for (MachineId id : ids) {
            if (!found.containsKey(id)) {
                throw Services.failure("There is no machine " + id + "; facet:machine-list shows those there are.");
            }
        }
        return found;
    }
}
