// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.NewMachine;
import io.facet.machine.api.StatusKind;
import io.facet.store.api.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings machines into being, new ones and imported ones. */
final class Additions {

    /** What machine and instance are at first ({@code provisioner.md} section 6). */
    static final String PENDING = "pending";

    private static final String IDLE = "idle";

    private final MachineTable machines;
    private final InstanceTable instances;
    private final StatusTable statuses;
    private final MachineNumbers numbers;
    private final Clock clock;

    Additions(
            MachineTable machines, InstanceTable instances, StatusTable statuses, MachineNumbers numbers, Clock clock) {
        this.machines = machines;
        this.instances = instances;
        this.statuses = statuses;
        this.numbers = numbers;
        this.clock = clock;
    }

    MachineId add(Transaction tx, String model, NewMachine machine) {
        check(tx, model, machine);
        MachineId id = numbers.next(tx, model, machine.parent(), machine.containerType());
        Machine added = new Machine(
                id,
                Life.ALIVE,
                machine.base(),
                machine.constraints(),
                machine.placement(),
                machine.jobs(),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Instant now = clock.instant();
        importMachines(
                tx,
                model,
                List.of(new ImportedMachine(added, initial(PENDING, now), initial(PENDING, now), initial(IDLE, now))));
        return id;
    }

    void importMachines(Transaction tx, String model, Collection<ImportedMachine> imported) {
        List<Machine> added = new ArrayList<>();
        List<StatusTable.Entry> entries = new ArrayList<>();
        Map<MachineId, Instance> provisioned = new LinkedHashMap<>();
        for (ImportedMachine one : imported) {
            MachineId id = one.machine().id();
            added.add(one.machine());
            one.machine().instance().ifPresent(instance -> provisioned.put(id, instance));
            entries.add(new StatusTable.Entry(id, StatusKind.AGENT, one.agentStatus()));
            entries.add(new StatusTable.Entry(id, StatusKind.INSTANCE, one.instanceStatus()));
            entries.add(new StatusTable.Entry(id, StatusKind.MODIFICATION, one.modificationStatus()));
        }
        machines.insert(tx, model, added);
        instances.insert(tx, model, provisioned);
        statuses.put(tx, model, entries);
        added.forEach(machine ->
                MachineServiceImpl.lifeChanged(tx, machine.id(), machine.life().wire()));
    }

    Map<String, Long> sequences(Transaction tx, String model) {
        return numbers.all(tx, model);
    }

    void importSequences(Transaction tx, String model, Map<String, Long> sequences) {
        numbers.put(tx, model, sequences);
    }

    private void check(Transaction tx, String model, NewMachine machine) {
        if (machine.jobs().isEmpty()) {
            throw refused("a machine needs a job, such as " + Machine.JOB_HOST_UNITS);
        }
        String type = machine.containerType();
        if (machine.parent().isEmpty() && !type.isEmpty()) {
            throw refused("container type \"" + type + "\" needs a machine to put the container on");
        }
        if (machine.parent().isPresent() && !type.matches("[a-z]+")) {
            throw refused("container type \"" + type + "\" not valid (expected lower-case letters, such as lxd)");
        }
        machine.parent().ifPresent(host -> {
            Life life = machines.lives(tx, model, List.of(host)).stream()
                    .map(MachineTable.MachineLife::life)
                    .findAny()
                    .orElseThrow(
                            () -> FacetException.notFound("machine " + host).inContext("cannot add a new machine"));
            if (life != Life.ALIVE) {
                throw refused("machine " + host + " is not alive but " + life.wire());
            }
        });
    }

    private static FacetException refused(String reason) {
        return FacetException.uncoded("cannot add a new machine: " + reason);
    }

    private static StatusInfo initial(String status, Instant now) {
        return new StatusInfo(status, "", Map.of(), now);
    }
}
