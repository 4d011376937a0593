// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Unit;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The machines that share an application, and so should not stand or fall together ({@code provisioner.md} 4.2), read once
 * for all machines that are asked about. Controllers are kept apart from each other.
 */
final class DistributionGroups {

    private final List<MachineId> asked;

    /** All machines that were asked about and those of their groups, by id. */
    private final Map<MachineId, Machine> machines;

    /** For each machine asked about the names of its principal applications. */
    private final Map<MachineId, Set<String>> applications;

    /** For each application the machines with a principal unit of it. */
    private final Map<String, Set<MachineId>> hosts;

    /** The controller machines in id order; only filled if a controller was asked about. */
    private final List<MachineId> controllers;

    private DistributionGroups(
            List<MachineId> asked,
            Map<MachineId, Machine> machines,
            Map<MachineId, Set<String>> applications,
            Map<String, Set<MachineId>> hosts,
            List<MachineId> controllers) {
        this.asked = asked;
        this.machines = machines;
        this.applications = applications;
        this.hosts = hosts;
        this.controllers = controllers;
    }

    static DistributionGroups read(Services services, Transaction tx, String modelUuid, List<MachineId> asked) {
        Set<MachineId> distinct = new LinkedHashSet<>(asked);
        Map<MachineId, Machine> machines = new HashMap<>(services.machines().machines(tx, modelUuid, distinct));
        Map<MachineId, Set<String>> applications = new HashMap<>();
        services.applications()
                .unitsOn(tx, modelUuid, distinct)
                .forEach((machine, units) -> applications.put(machine, principals(units)));
        Map<String, Set<MachineId>> hosts = new HashMap<>();
        services.applications()
                .principalUnits(
                        tx,
                        modelUuid,
                        applications.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
                .forEach((application, units) -> hosts.put(
                        application,
                        units.stream().flatMap(unit -> unit.machine().stream()).collect(Collectors.toSet())));
        Set<MachineId> others = hosts.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        machines.putAll(services.machines().machines(tx, modelUuid, others));
        List<MachineId> controllers = List.of();
        if (distinct.stream()
                .anyMatch(id -> machines.containsKey(id) && machines.get(id).isController())) {
            List<Machine> found = services.machines().controllers(tx, modelUuid);
            found.forEach(machine -> machines.put(machine.id(), machine));
            controllers = found.stream().map(Machine::id).toList();
        }
        return new DistributionGroups(asked, machines, applications, hosts, controllers);
    }

    private static Set<String> principals(Collection<Unit> units) {
        return units.stream()
                .filter(unit -> unit.principal().isEmpty())
                .map(Unit::application)
                .collect(Collectors.toSet());
    }

    /** Instance ids of those in the group that are provisioned, the machine itself included. */
    List<Outcome<List<String>>> instanceIds() {
        return each((machine, group) -> {
            List<String> ids = group.stream()
                    .filter(machines::containsKey)
                    .flatMap(id -> machines.get(id).instance().stream())
                    .map(Instance::instanceId)
                    .distinct()
                    .toList();
            return machine.isController() ? ids : ids.stream().sorted().toList();
        });
    }

    /** Ids of those in the group, without the machine itself. */
    List<Outcome<List<String>>> machineIds() {
        return each((machine, group) -> group.stream()
                .filter(id -> !id.equals(machine.id()))
                .map(MachineId::value)
                .sorted()
                .toList());
    }

    private List<Outcome<List<String>>> each(BiFunction<Machine, Collection<MachineId>, List<String>> answer) {
        return asked.stream()
                .map(id -> machines.containsKey(id)
                        ? Outcome.of(answer.apply(machines.get(id), group(machines.get(id))))
                        : Outcome.<List<String>>failed(FacetException.notFound("machine " + id)))
                .toList();
    }

    private Collection<MachineId> group(Machine machine) {
        if (machine.isController()) {
            return controllers;
        }
        Set<MachineId> group = new TreeSet<>();
        applications
                .getOrDefault(machine.id(), Set.of())
                .forEach(application -> group.addAll(hosts.getOrDefault(application, Set.of())));
        return group;
    }
}
