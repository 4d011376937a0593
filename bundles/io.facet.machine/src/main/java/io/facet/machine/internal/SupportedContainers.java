// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Machine;
import io.facet.machine.api.StatusKind;
import io.facet.machine.internal.MachineTable.MachineLife;
import io.facet.store.api.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records which containers a machine supports ({@code provisioner.md} section 5, {@code SetSupportedContainers}). */
final class SupportedContainers {

    private static final String NONE = "none";

    private final MachineTable machines;
    private final StatusTable statuses;
    private final Clock clock;

    SupportedContainers(MachineTable machines, StatusTable statuses, Clock clock) {
        this.machines = machines;
        this.statuses = statuses;
        this.clock = clock;
    }

    void set(Transaction tx, String model, Machine machine, List<String> types) {
        if (types.contains(NONE)) {
            throw FacetException.uncoded("\"" + NONE + "\" is not a valid container type");
        }
        if (!machine.supportedContainers().map(Set::copyOf).equals(Optional.of(Set.copyOf(types)))) {
            if (machine.life() == Life.DEAD) {
                throw new FacetException(ErrorCode.DEAD, "not found or dead");
            }
            machines.setSupportedContainers(tx, model, machine.id(), types);
        }
        failPending(tx, model, machine.id(), types);
    }

    private void failPending(Transaction tx, String model, MachineId host, List<String> types) {
        List<MachineId> unsupported = machines.children(tx, model, List.of(host.value())).stream()
                .map(MachineLife::id)
                .filter(container -> !types.contains(typeOf(container)))
                .toList();
        statuses.put(
                tx,
                model,
                statuses.find(tx, model, StatusKind.AGENT, unsupported).stream()
                        .filter(entry -> entry.info().status().equals(Additions.PENDING))
                        .map(entry -> failed(entry.machine()))
                        .toList());
    }

    private StatusTable.Entry failed(MachineId container) {
        StatusInfo info =
                new StatusInfo("error", "unsupported container", Map.of("type", typeOf(container)), clock.instant());
        return new StatusTable.Entry(container, StatusKind.AGENT, info);
    }

    /** The container type, {@code ""} for a top-level machine. */
    static String typeOf(MachineId machine) {
        return machine.containerType().orElse("");
    }
}
