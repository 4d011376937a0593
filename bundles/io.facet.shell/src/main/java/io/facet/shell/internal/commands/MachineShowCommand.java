// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.application.api.ApplicationService;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.MachineService;
import io.facet.network.api.NetworkService;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.provisioning.api.TopologyRule;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Sheet;
import io.facet.shell.internal.completers.MachineCompleter;
import io.facet.storage.api.StorageService;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows a machine. */
@Service
@Command(
        scope = "facet",
        name = "machine-show",
        description = "Show everything about a machine that a provisioner would see",
        detailedDescription =
                "Shows the machine, its statuses, its instance, devices and addresses, storage and units, and what a"
                        + " provisioner is told before it starts it: tags, images, where in the network it has to go, which"
                        + " volumes to make. Whether the machine has a nonce is shown, but never which.\n"
                        + "\n"
                        + "For images that are not known here the sources of published images may be asked; what they do not"
                        + " answer within ten seconds is left out, and \"Not told\" says so.\n"
                        + "\n"
                        + "  facet:machine-show prod 4\n"
                        + "  facet:machine-show --json prod 4/lxd/0")
public final class MachineShowCommand extends ModelReportCommand {
    private static final long INFO_TIMEOUT_S = 10;

    @Argument(index = 1, name = "machine", description = "Id of the machine, such as 4 or 4/lxd/0", required = true)
    @Completion(MachineCompleter.class)
    String machine;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    NetworkService networks;

    @Reference(optional = true)
    StorageService storage;

    @Reference(optional = true)
    ApplicationService applications;

    @Reference(optional = true)
    ProvisioningService provisioning;

    @Override
    public Object execute() throws Exception {
        MachineId id = Machines.id(machine);
        MachineRecord.Sources sources = new MachineRecord.Sources(
                Machines.service(machines),
                Networks.service(networks),
                Services.required(storage, StorageService.class, "io.facet.storage"),
                Services.required(applications, ApplicationService.class, "io.facet.application"));
        ProvisioningService provisioningService = Machines.provisioning(provisioning);
        String uuid = Models.find(store, models, model).uuid();
        MachineRecord stored = read((tx, modelUuid) -> MachineRecord.read(tx, sources, modelUuid, id));
        Sheet sheet = new Sheet();
        stored.addTo(sheet);
        addInfo(sheet, provisioningService, uuid, id);
        sheet.print(System.out, format());
        return null;
    }

    private void addInfo(Sheet sheet, ProvisioningService provisioningService, String uuid, MachineId id)
            throws Exception {
        try {
            Outcome<ProvisioningInfo> outcome = provisioningService
                    .provisioningInfo(store, uuid, List.of(id), TopologyRule.ALL_SPACES)
                    .toCompletableFuture()
                    .get(INFO_TIMEOUT_S, TimeUnit.SECONDS)
                    .get(0);
            outcome.fold(
                    info -> ProvisioningTables.addTo(sheet, info),
                    refusal -> sheet.value("Not told", refusal.getMessage()));
        } catch (TimeoutException e) {
            sheet.value("Not told", "the sources of images did not answer within " + INFO_TIMEOUT_S + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FacetException refusal) {
                sheet.value("Not told", refusal.getMessage());
            } else {
                throw e;
            }
        }
    }
}
