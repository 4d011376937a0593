// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Unit;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The last steps of a machine's life and what holds it back ({@code provisioner.md} section 8). */
final class MachineEnd {

    private final Services services;

    MachineEnd(Services services) {
        this.services = services;
    }

    List<Optional<FacetException>> ensureDead(Transaction tx, String modelUuid, List<MachineId> machines) {
        Set<MachineId> ids = new LinkedHashSet<>(machines);
        Map<MachineId, Machine> known = services.machines().machines(tx, modelUuid, ids);
        Map<MachineId, List<Unit>> units = services.applications().unitsOn(tx, modelUuid, ids);
        Map<MachineId, List<MachineId>> containers = services.machines().containers(tx, modelUuid, ids);
        Map<MachineId, List<String>> storage = services.storage().detachableAttachments(tx, modelUuid, ids);
        return Entries.each(tx, machines, id -> {
            Machine machine = existing(known, id);
            if (machine.life() == Life.DEAD) {
                return;
            }
            checkController(machine);
            checkUnits(id, units.getOrDefault(id, List.of()));
            checkContainers(id, containers.getOrDefault(id, List.of()));
            checkStorage(id, storage.getOrDefault(id, List.of()));
            services.machines().setLife(tx, modelUuid, id, Life.DEAD);
        });
    }

    static Machine existing(Map<MachineId, Machine> known, MachineId id) {
        return Optional.ofNullable(known.get(id)).orElseThrow(() -> FacetException.notFound("machine " + id));
    }

    private static void checkController(Machine machine) {
        if (machine.isController()) {
            // Every controller node of Facet has a vote.
            throw new FacetException(
                    ErrorCode.TRY_AGAIN, "machine " + machine.id() + " is still a voting controller member");
        }
    }

    static void checkUnits(MachineId id, List<Unit> units) {
        Optional<String> first = units.stream()
                .filter(unit -> unit.principal().isEmpty())
                .map(Unit::name)
                .findFirst();
        if (first.isPresent()) {
            throw new FacetException(
                    ErrorCode.HAS_ASSIGNED_UNITS, "machine " + id + " has unit \"" + first.get() + "\" assigned");
        }
    }

    static void checkContainers(MachineId id, List<MachineId> containers) {
        if (!containers.isEmpty()) {
            String list = containers.stream().map(MachineId::value).collect(Collectors.joining(","));
            throw new FacetException(
                    ErrorCode.HAS_CONTAINERS, "machine " + id + " is hosting containers \"" + list + "\"");
        }
    }

    static void checkStorage(MachineId id, Collection<String> tags) {
        if (!tags.isEmpty()) {
            throw new FacetException(
                    ErrorCode.MACHINE_HAS_ATTACHED_STORAGE,
                    "machine " + id + " has attachments [" + String.join(" ", tags) + "]");
        }
    }

    List<Optional<FacetException>> markForRemoval(Transaction tx, String modelUuid, List<MachineId> machines) {
        Map<MachineId, Machine> known = services.machines().machines(tx, modelUuid, new HashSet<>(machines));
        return Entries.each(tx, machines, id -> services.machines()
                .markForRemoval(tx, modelUuid, existing(known, id).id()));
    }

    List<Optional<FacetException>> remove(Transaction tx, String modelUuid, List<MachineId> machines) {
        Map<MachineId, Machine> left =
                new HashMap<>(services.machines().machines(tx, modelUuid, new HashSet<>(machines)));
        return Entries.each(tx, machines, id -> {
            Machine machine = existing(left, id);
            switch (machine.life()) {
                case ALIVE -> throw FacetException.uncoded("cannot remove machine \"" + id.tag() + "\": still alive");
                case DYING -> throw FacetException.uncoded("cannot remove machine " + id + ": machine is not dead");
                case DEAD -> {
                    services.machines().remove(tx, modelUuid, List.of(id));
                    left.remove(id);
                }
            }
        });
    }
}
