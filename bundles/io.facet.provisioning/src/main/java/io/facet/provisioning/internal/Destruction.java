// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Unit;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.DestroyedMachine;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an operator does to machines that nobody else would: has them go, and gives up their instances for lost. Machines,
 * the containers on them and what they host are read in bulk first.
 */
final class Destruction {

    private final Services services;
    private final Transaction tx;
    private final String modelUuid;
    /** The machines asked for and all containers on them. */
    private final Map<MachineId, Machine> known;
    /** Direct containers by host. */
    private final Map<MachineId, List<MachineId>> containers;

    private final Map<MachineId, List<Unit>> units;
    private final Map<MachineId, List<String>> storage;

    private Destruction(
            Services services,
            Transaction tx,
            String modelUuid,
            Map<MachineId, Machine> known,
            Map<MachineId, List<MachineId>> containers) {
        this.services = services;
        this.tx = tx;
        this.modelUuid = modelUuid;
        this.known = known;
        this.containers = containers;
        units = services.applications().unitsOn(tx, modelUuid, known.keySet());
        storage = services.storage().detachableAttachments(tx, modelUuid, known.keySet());
    }

    static Destruction read(Services services, Transaction tx, String modelUuid, List<MachineId> machines) {
        Set<MachineId> all = new LinkedHashSet<>(machines);
        Map<MachineId, List<MachineId>> containers = new HashMap<>();
        Set<MachineId> level = all;
        while (!level.isEmpty()) {
            Map<MachineId, List<MachineId>> below = services.machines().containers(tx, modelUuid, level);
            containers.putAll(below);
            level = new LinkedHashSet<>();
            below.values().forEach(level::addAll);
            all = new LinkedHashSet<>(all);
            all.addAll(level);
        }
        return new Destruction(
                services, tx, modelUuid, new TreeMap<>(services.machines().machines(tx, modelUuid, all)), containers);
    }

    List<Outcome<DestroyedMachine>> destroy(List<MachineId> machines, boolean force, boolean keepInstance) {
        List<Outcome<DestroyedMachine>> outcomes = new ArrayList<>();
        for (MachineId id : machines) {
            List<DestroyedMachine> done = new ArrayList<>();
            Optional<FacetException> refused =
                    Entries.one(tx, () -> done.add(force ? force(id, keepInstance) : ask(id, keepInstance)));
            outcomes.add(
                    refused.<Outcome<DestroyedMachine>>map(Outcome::failed).orElseGet(() -> Outcome.of(done.get(0))));
        }
        return outcomes;
    }

    private DestroyedMachine ask(MachineId id, boolean keepInstance) {
        Machine machine = existing(id);
        if (machine.life() == Life.ALIVE) {
            checkEmpty(id);
        }
        keep(machine, keepInstance);
        Life life = machine.life() == Life.ALIVE ? Life.DYING : machine.life();
        services.machines().setLife(tx, modelUuid, id, life);
        return new DestroyedMachine(id, life, instanceId(machine), false, List.of(), List.of(), List.of());
    }

    private DestroyedMachine force(MachineId id, boolean keepInstance) {
        Machine machine = existing(id);
        keep(machine, keepInstance);
        List<MachineId> nested = nested(id);
        List<MachineId> gone = new ArrayList<>(nested);
        gone.add(id);
        gone.forEach(one -> services.machines().setLife(tx, modelUuid, one, Life.DEAD));
        boolean stops = machine.instance().isPresent() && !keepInstance && !machine.keepInstance();
        boolean goes = !stops || machine.life() == Life.DEAD;
        if (goes) {
            services.machines().markForRemoval(tx, modelUuid, id);
        }
        return new DestroyedMachine(
                id,
                Life.DEAD,
                instanceId(machine),
                goes,
                nested,
                gone.stream()
                        .flatMap(one -> units.getOrDefault(one, List.of()).stream())
                        .map(Unit::name)
                        .sorted()
                        .toList(),
                gone.stream()
                        .flatMap(one -> storage.getOrDefault(one, List.of()).stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    List<Optional<FacetException>> forgetInstances(List<MachineId> machines, boolean force, Statuses statuses) {
        return Entries.each(tx, machines, id -> {
            Machine machine = existing(id);
            Instance instance = machine.instance().orElseThrow(() -> FacetException.notProvisioned("machine " + id));
            if (machine.life() != Life.ALIVE) {
                throw FacetException.uncoded(
                        "machine " + id + " is " + machine.life().wire() + "; no other instance is started for it");
            }
            if (!force) {
                checkEmpty(id);
            }
            services.machines().clearInstance(tx, modelUuid, id);
            services.network().releaseAddresses(tx, modelUuid, List.of(id));
            services.storage().forgetInstances(tx, modelUuid, List.of(id));
            statuses.lost(tx, modelUuid, id, instance.instanceId());
        });
    }

    /** The machine, if it exists and an operator may do something to it. */
    private Machine existing(MachineId id) {
        Machine machine = MachineEnd.existing(known, id);
        if (machine.isController()) {
            throw FacetException.uncoded("machine " + id + " runs the controller");
        }
        return machine;
    }

    private void checkEmpty(MachineId id) {
        MachineEnd.checkUnits(id, units.getOrDefault(id, List.of()));
        MachineEnd.checkContainers(id, containers.getOrDefault(id, List.of()));
        MachineEnd.checkStorage(id, storage.getOrDefault(id, List.of()));
    }

    private void keep(Machine machine, boolean keepInstance) {
        if (keepInstance) {
            services.machines().setKeepInstance(tx, modelUuid, machine.id(), true);
        }
    }

    /** All containers on a machine, those on containers first. */
    private List<MachineId> nested(MachineId host) {
        List<MachineId> found = new ArrayList<>();
        for (MachineId container : containers.getOrDefault(host, List.of())) {
            found.addAll(nested(container));
            found.add(container);
        }
        return found;
    }

    private static Optional<String> instanceId(Machine machine) {
        return machine.instance().map(Instance::instanceId);
    }
}
