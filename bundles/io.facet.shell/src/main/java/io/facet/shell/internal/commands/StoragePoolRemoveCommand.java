// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.application.api.ApplicationService;
import io.facet.core.Constraints;
import io.facet.machine.api.MachineService;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.StoragePoolCompleter;
import io.facet.storage.api.StorageService;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Removes a storage pool. */
@Service
@Command(
        scope = "facet",
        name = "storage-pool-remove",
        description = "Remove a storage pool that nothing uses",
        detailedDescription =
                "A pool is refused while volumes or filesystems come from it, or while the constraints of a machine,"
                        + " of an application or of the model name it as the source of root disks.\n"
                        + "\n"
                        + "  facet:storage-pool-remove prod fast")
public final class StoragePoolRemoveCommand extends ModelChangeCommand {
    @Argument(index = 1, name = "pool", description = "Name of the pool", required = true)
    @Completion(StoragePoolCompleter.class)
    String name;

    @Reference(optional = true)
    StorageService storage;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    ApplicationService applications;

    @Override
    public Object execute() throws Exception {
        StorageService storageService = Services.required(storage, StorageService.class, "io.facet.storage");
        MachineService machineService = Machines.service(machines);
        ApplicationService applicationService =
                Services.required(applications, ApplicationService.class, "io.facet.application");
        write((tx, uuid) -> {
            storageService.removePool(tx, uuid, name);
            Optional<String> user = Stream.concat(
                            Stream.concat(
                                    machineService.allMachines(tx, uuid).stream()
                                            .filter(machine -> isSource(machine.constraints()))
                                            .map(machine -> "machine " + machine.id()),
                                    applicationService.allApplications(tx, uuid).stream()
                                            .filter(application -> isSource(application.constraints()))
                                            .map(application -> "application " + application.name())),
                            isSource(models.constraints(tx, uuid)) ? Stream.of("the model") : Stream.empty())
                    .findFirst();
            if (user.isPresent()) {
                throw Services.failure(
                        "storage pool \"" + name + "\" cannot be removed: it is the root-disk-source of " + user.get());
            }
            return null;
        });
        System.out.println("Storage pool " + name + " is removed.");
        return null;
    }

    private boolean isSource(Constraints constraints) {
        return constraints
                .text(Constraints.Key.ROOT_DISK_SOURCE)
                .filter(name::equals)
                .isPresent();
    }
}
