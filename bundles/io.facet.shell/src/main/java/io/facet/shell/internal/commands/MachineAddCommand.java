// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.NewMachine;
import io.facet.model.api.ModelService;
import io.facet.network.api.NetworkService;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.BaseCompleter;
import io.facet.shell.internal.completers.ConstraintsCompleter;
import io.facet.shell.internal.completers.PlacementCompleter;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** Adds machines or containers to a model. */
@Service
@Command(
        scope = "facet",
        name = "machine-add",
        description = "Add machines or containers to a model",
        detailedDescription =
                "The new machines are pending: a provisioner that watches the model starts them. Prints the id of"
                        + " each, one per line. All are added, or none.\n"
                        + "\n"
                        + "The placement says where they go. lxd:4 adds containers on machine 4, and lxd alone a machine with"
                        + " one container on it; anything else is a directive that the cloud understands, such as zone=rack-a or"
                        + " system-id=kq8m2s. The constraints of the model hold for what --constraints leaves open. Options come"
                        + " before the model:\n"
                        + "\n"
                        + "  facet:machine-add --count 3 --constraints \"cores=4 mem=8G\" prod zone=rack-a\n"
                        + "  facet:machine-add --base ubuntu@24.04 prod\n"
                        + "  facet:machine-add prod lxd:4")
public final class MachineAddCommand extends ModelChangeCommand {
    private static final String DEFAULT_BASE = "ubuntu@22.04/stable";
    private static final String CONTAINER_TYPE = "lxd";
    private static final int MAX_COUNT = 1_000;

    @Option(
            name = "--base",
            description =
                    "Operating system, such as ubuntu@22.04; the default is the model's default-base, or ubuntu@22.04")
    @Completion(BaseCompleter.class)
    String base;

    @Option(
            name = "--constraints",
            description =
                    "What they must be like, such as \"cores=4 mem=8G zones=a,b\"; the model's constraints hold for the rest")
    @Completion(ConstraintsCompleter.class)
    String constraints;

    @Option(name = "--count", description = "How many, up to 1000")
    int count = 1;

    @Argument(
            index = 1,
            name = "placement",
            description = "Where they go: lxd:MACHINE, lxd, or as the cloud understands it, such as zone=rack-a")
    @Completion(PlacementCompleter.class)
    String placement;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    NetworkService networks;

    @Override
    public Object execute() throws Exception {
        if (count < 1 || count > MAX_COUNT) {
            throw Services.failure("--count must be from 1 to " + MAX_COUNT + ", not " + count);
        }
        boolean container = placement != null
                && (placement.equals(CONTAINER_TYPE) || placement.contains(":") && !placement.contains("="));
        MachineId host = container ? host(placement) : null;
        Constraints wanted = Services.refusable(() -> ConstraintsText.parse(constraints == null ? "" : constraints));
        Base chosen = base == null ? null : Services.refusable(() -> Base.parse(base));
        MachineService machineService = Machines.service(machines);
        NetworkService networkService = Networks.service(networks);
        List<MachineId> added = write((tx, uuid) -> {
            checkSpaces(tx, networkService, uuid, wanted);
            if (host != null) {
                checkHost(Machines.find(tx, machineService, uuid, host));
            }
            Base system = chosen == null ? defaultBase(tx, models, uuid) : chosen;
            Constraints merged = wanted.withFallback(models.constraints(tx, uuid));
            String directive = container || placement == null ? "" : placement;
            NewMachine machine = machine(Optional.empty(), system, merged, directive);
            List<MachineId> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if (host == null) {
                    ids.add(machineService.add(tx, uuid, machine));
                }
                if (container) {
                    MachineId on = host == null ? ids.get(ids.size() - 1) : host;
                    ids.add(machineService.add(tx, uuid, machine(Optional.of(on), system, merged, "")));
                }
            }
            return ids;
        });
        added.forEach(System.out::println);
        return null;
    }

    private static NewMachine machine(Optional<MachineId> host, Base base, Constraints constraints, String placement) {
        return new NewMachine(
                host,
                host.isPresent() ? CONTAINER_TYPE : "",
                base,
                constraints,
                placement,
                List.of(Machine.JOB_HOST_UNITS));
    }

    /** The host in {@code lxd:4}; null for {@code lxd}, which asks for a new one. */
    private static MachineId host(String placement) throws CommandException {
        int colon = placement.indexOf(':');
        String type = colon < 0 ? placement : placement.substring(0, colon);
        if (!type.equals(CONTAINER_TYPE)) {
            throw Services.failure(
                    "Containers are of type " + CONTAINER_TYPE + ", not \"" + type + "\"; give lxd:MACHINE.");
        }
        return colon < 0 ? null : Machines.id(placement.substring(colon + 1));
    }

    private static void checkHost(Machine host) throws CommandException {
        boolean unable = host.supportedContainers()
                .filter(types -> !types.contains(CONTAINER_TYPE))
                .isPresent();
        if (unable) {
            throw Services.failure("Machine " + host.id() + " does not support " + CONTAINER_TYPE + " containers.");
        }
    }

    private static void checkSpaces(Transaction tx, NetworkService networks, String uuid, Constraints wanted)
            throws CommandException {
        List<String> names = Stream.concat(wanted.includedSpaces().stream(), wanted.excludedSpaces().stream())
                .toList();
        for (String name : names) {
            Networks.space(tx, networks, uuid, name);
        }
    }

    private static Base defaultBase(Transaction tx, ModelService models, String uuid) {
        Object configured = models.config(tx, uuid).get("default-base");
        return Base.parse(configured instanceof String text && !text.isEmpty() ? text : DEFAULT_BASE);
    }
}
