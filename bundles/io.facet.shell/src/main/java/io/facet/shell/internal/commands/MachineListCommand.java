// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.core.Base;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.BaseCompleter;
import io.facet.shell.internal.completers.MachineCompleter;
import io.facet.shell.internal.completers.StatusCompleter;
import io.facet.shell.internal.completers.ZoneCompleter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Lists the machines of a model. */
@Service
@Command(
        scope = "facet",
        name = "machine-list",
        description = "List the machines and containers of a model",
        detailedDescription =
                "Shows each machine, followed by its containers, with its life, its base, the id and zone of its"
                        + " instance (empty while it has none), the status that its agent and its instance have reported, and"
                        + " what it was asked to be like. Options narrow the list down; a machine is shown if all of them hold.\n"
                        + "\n"
                        + "  facet:machine-list prod\n"
                        + "  facet:machine-list --failed prod\n"
                        + "  facet:machine-list --not-provisioned --life alive --zone rack-a prod\n"
                        + "  facet:machine-list --containers-of 4 --json prod")
public final class MachineListCommand extends ModelReportCommand {
    private static final Set<String> ERRORS = Set.of("error", "provisioning error");

    @Option(name = "--life", description = "Those of this life only: alive, dying or dead")
    @Completion(
            value = StringsCompleter.class,
            values = {"alive", "dying", "dead"})
    String life;

    @Option(name = "--status", description = "Those only whose agent or instance has this status, such as started")
    @Completion(StatusCompleter.class)
    String status;

    @Option(name = "--base", description = "Those of this base only, such as ubuntu@22.04")
    @Completion(BaseCompleter.class)
    String base;

    @Option(name = "--zone", description = "Those only whose instance is in this availability zone")
    @Completion(ZoneCompleter.class)
    String zone;

    @Option(name = "--containers-of", description = "The containers of this machine only, nested ones included")
    @Completion(MachineCompleter.class)
    String host;

    @Option(name = "--provisioned", description = "Those only that have an instance")
    boolean provisioned;

    @Option(name = "--not-provisioned", description = "Those only that have no instance")
    boolean notProvisioned;

    @Option(name = "--failed", description = "Those only whose agent or instance is in error")
    boolean failed;

    @Reference(optional = true)
    MachineService machines;

    private record Listing(
            List<Machine> machines, Map<MachineId, StatusInfo> agents, Map<MachineId, StatusInfo> instances) {}

    @Override
    public Object execute() throws Exception {
        if (provisioned && notProvisioned) {
            throw Services.failure("Give either --provisioned or --not-provisioned.");
        }
        Predicate<Machine> wanted = wanted();
        MachineService machineService = Machines.service(machines);
        MachineId parent = host == null ? null : Machines.id(host);
        Listing listing = read((tx, uuid) -> {
            if (parent != null) {
                Machines.find(tx, machineService, uuid, parent);
            }
            List<Machine> all = machineService.allMachines(tx, uuid);
            List<MachineId> ids = all.stream().map(Machine::id).toList();
            return new Listing(
                    all,
                    machineService.statuses(tx, uuid, StatusKind.AGENT, ids),
                    machineService.statuses(tx, uuid, StatusKind.INSTANCE, ids));
        });
        Table table = new Table("No machines")
                .texts(
                        "Machine",
                        "Life",
                        "Base",
                        "Instance",
                        "Machine status",
                        "Instance status",
                        "Zone",
                        "Constraints");
        for (Machine machine : listing.machines()) {
            StatusInfo agent = listing.agents().get(machine.id());
            StatusInfo instance = listing.instances().get(machine.id());
            if (wanted.test(machine) && statusWanted(agent, instance)) {
                table.row(
                        machine.id(),
                        machine.life().wire(),
                        machine.base(),
                        machine.instance().map(Instance::instanceId).orElse(""),
                        text(agent),
                        text(instance),
                        zone(machine).orElse(""),
                        machine.constraints());
            }
        }
        table.print(System.out, format());
        return null;
    }

    /** What the options say of the machine itself. */
    private Predicate<Machine> wanted() throws Exception {
        Predicate<Machine> wanted = machine -> true;
        if (life != null) {
            Life only = Services.refusable(() -> Life.parse(life));
            wanted = wanted.and(machine -> machine.life() == only);
        }
        if (base != null) {
            Base only = Services.refusable(() -> Base.parse(base));
            wanted = wanted.and(machine -> machine.base().equals(only));
        }
        if (zone != null) {
            wanted = wanted.and(machine -> zone(machine).filter(zone::equals).isPresent());
        }
        if (host != null) {
            wanted = wanted.and(machine -> machine.id().value().startsWith(host + "/"));
        }
        if (provisioned || notProvisioned) {
            wanted = wanted.and(machine -> machine.instance().isPresent() == provisioned);
        }
        return wanted;
    }

    private boolean statusWanted(StatusInfo agent, StatusInfo instance) {
        Set<String> both = Stream.of(agent, instance)
                .filter(one -> one != null)
                .map(StatusInfo::status)
                .collect(Collectors.toSet());
        return (status == null || both.contains(status))
                && (!failed || both.stream().anyMatch(ERRORS::contains));
    }

    private static Optional<String> zone(Machine machine) {
        return machine.instance().flatMap(instance -> instance.hardware().availabilityZone());
    }

    /** A status with its explanation, where it needs one. */
    private static String text(StatusInfo status) {
        if (status == null) {
            return "";
        }
        boolean explained = status.status().endsWith("error") && !status.info().isEmpty();
        return explained ? status.status() + ": " + status.info() : status.status();
    }
}
