// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Machine;
import io.facet.machine.api.StatusKind;
import io.facet.provisioning.api.FailedMachine;
import io.facet.provisioning.api.StatusChange;
import io.facet.store.api.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The rules of the three statuses ({@code provisioner.md} section 6) and who is in transient trouble (section 3). */
final class Statuses {

    private static final String ERROR = "error";
    /** Key of status data: whether the error may have passed. */
    private static final String TRANSIENT = "transient";

    private static final Set<String> AGENT_STATUSES = Set.of("started", "stopped", "pending", ERROR);
    private static final Set<String> INSTANCE_ERRORS = Set.of("provisioning error", ERROR);

    private final Services services;
    private final Clock clock;

    Statuses(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    List<Optional<FacetException>> set(Transaction tx, String modelUuid, StatusKind kind, List<StatusChange> changes) {
        Set<MachineId> known = services.machines()
                .machines(
                        tx,
                        modelUuid,
                        changes.stream().map(StatusChange::machine).distinct().toList())
                .keySet();
        Instant now = clock.instant();
        List<Optional<FacetException>> failures = new ArrayList<>(changes.size());
        for (StatusChange change : changes) {
            if (!known.contains(change.machine())) {
                failures.add(Optional.of(FacetException.notFound("machine " + change.machine())));
                continue;
            }
            StatusInfo status = new StatusInfo(change.status(), change.info(), change.data(), now);
            Optional<FacetException> failure = write(tx, modelUuid, kind, change.machine(), status);
            if (failure.isEmpty() && kind == StatusKind.INSTANCE && INSTANCE_ERRORS.contains(change.status())) {
                // Kept apart on purpose: refused for want of a text, the instance status stays changed all the same.
                failure = write(
                        tx,
                        modelUuid,
                        StatusKind.AGENT,
                        change.machine(),
                        new StatusInfo(ERROR, status.info(), status.data(), now));
            }
            failures.add(failure);
        }
        return failures;
    }

    private Optional<FacetException> write(
            Transaction tx, String modelUuid, StatusKind kind, MachineId machine, StatusInfo status) {
        return Entries.one(tx, () -> {
            if (kind == StatusKind.AGENT) {
                checkAgentStatus(status);
            }
            services.machines().setStatus(tx, modelUuid, kind, machine, status);
        });
    }

    private static void checkAgentStatus(StatusInfo status) {
        if (status.status().equals("down")) {
            throw FacetException.uncoded("cannot set status \"down\"");
        }
        if (!AGENT_STATUSES.contains(status.status())) {
            throw FacetException.uncoded("cannot set invalid status \"" + status.status() + "\"");
        }
        if (status.status().equals(ERROR) && status.info().isEmpty()) {
            throw FacetException.uncoded("cannot set status \"error\" without info");
        }
    }

    List<MachineId> retry(Transaction tx, String modelUuid, Collection<MachineId> machines) {
        Map<MachineId, StatusInfo> statuses =
                services.machines().statuses(tx, modelUuid, StatusKind.INSTANCE, machines);
        Map<MachineId, Machine> found = services.machines().machines(tx, modelUuid, machines);
        List<MachineId> asked = machines.stream()
                .distinct()
                .filter(found::containsKey)
                .filter(id -> found.get(id).instance().isEmpty())
                .filter(id -> statuses.containsKey(id)
                        && INSTANCE_ERRORS.contains(statuses.get(id).status()))
                .sorted()
                .toList();
        for (MachineId id : asked) {
            StatusInfo status = statuses.get(id);
            Map<String, Object> data = new LinkedHashMap<>(status.data());
            data.put(TRANSIENT, true);
            services.machines()
                    .setStatus(
                            tx,
                            modelUuid,
                            StatusKind.INSTANCE,
                            id,
                            new StatusInfo(status.status(), status.info(), data, clock.instant()));
        }
        return asked;
    }

    /** Says of a machine that its instance is lost, and asks for another. */
    void lost(Transaction tx, String modelUuid, MachineId id, String instanceId) {
        StatusChange change = new StatusChange(
                id, "provisioning error", "instance " + instanceId + " was given up for lost", Map.of(TRANSIENT, true));
        for (Optional<FacetException> failure : set(tx, modelUuid, StatusKind.INSTANCE, List.of(change))) {
            failure.ifPresent(refused -> {
                throw refused;
            });
        }
    }

    List<FailedMachine> transientErrors(Transaction tx, String modelUuid, Collection<MachineId> machines) {
        return transientErrors(
                tx, modelUuid, services.machines().statuses(tx, modelUuid, StatusKind.INSTANCE, machines));
    }

    List<FailedMachine> transientErrors(Transaction tx, String modelUuid) {
        return transientErrors(tx, modelUuid, services.machines().instanceErrors(tx, modelUuid));
    }

    private List<FailedMachine> transientErrors(Transaction tx, String modelUuid, Map<MachineId, StatusInfo> statuses) {
        List<MachineId> failed = statuses.keySet().stream()
                .filter(id -> isTransient(statuses.get(id)))
                .sorted()
                .toList();
        Map<MachineId, Machine> found = services.machines().machines(tx, modelUuid, failed);
        return failed.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .filter(machine -> machine.instance().isEmpty())
                .map(machine -> new FailedMachine(machine.id(), machine.life(), statuses.get(machine.id())))
                .toList();
    }

    private static boolean isTransient(StatusInfo status) {
        return INSTANCE_ERRORS.contains(status.status())
                && Boolean.TRUE.equals(status.data().get(TRANSIENT));
    }
}
