// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Series;
import io.facet.facade.provisioner.common.wire.BoolResult;
import io.facet.facade.provisioner.common.wire.ConstraintsMap;
import io.facet.facade.provisioner.common.wire.ConstraintsResult;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.LifeResult;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.facade.provisioner.common.wire.StringResult;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The methods that tell one thing of each machine ({@code provisioner.md} section 4). {@code AvailabilityZone} and
 * {@code KeepInstance} check access and errors as the releases before the reference did (section 9).
 */
final class MachineMethods {

    private MachineMethods() {}

    static List<Method<?>> all() {
        return List.of(
                read("Life", machine -> LifeResult.of(machine.life().wire()), LifeResult::failed),
                read("InstanceId", machine -> StringResult.of(instance(machine).instanceId()), StringResult::failed),
                read("AvailabilityZone", machine -> StringResult.of(zone(machine)), StringResult::failed),
                read("KeepInstance", machine -> BoolResult.of(machine.keepInstance()), BoolResult::failed),
                read(
                        "Constraints",
                        machine -> ConstraintsResult.of(ConstraintsMap.of(machine.constraints())),
                        ConstraintsResult::failed));
    }

    /** As it was up to version 10. */
    static Method<?> series() {
        return read("Series", machine -> StringResult.of(series(machine)), StringResult::failed);
    }

    private static <R> Method<Entities> read(
            String name, Function<Machine, R> result, Function<FacetException, R> failed) {
        return Method.reads(name, Entities.class, (call, args) -> read(call, args, result, failed));
    }

    private static <R> CompletionStage<?> read(
            Call call, Entities args, Function<Machine, R> result, Function<FacetException, R> failed) {
        Bulk<Entities.Entity> bulk = new Bulk<>(args.entities(), Entities.Entity::tag, call.access()::admit);
        return call.readKept(tx -> {
            Map<MachineId, Machine> machines =
                    call.services().machines().machines(tx, call.modelUuid(), bulk.machines());
            return new Results<>(bulk.results((id, entity) -> result.apply(existing(machines, id)), failed));
        });
    }

    /**
     * The machine with this id.
     *
     * @throws FacetException {@code machine <id> not found}
     */
    static Machine existing(Map<MachineId, Machine> machines, MachineId id) {
        return Optional.ofNullable(machines.get(id)).orElseThrow(() -> FacetException.notFound("machine " + id));
    }

    private static Instance instance(Machine machine) {
        return machine.instance().orElseThrow(() -> FacetException.notProvisioned("machine " + machine.id()));
    }

    private static String series(Machine machine) {
        return Series.of(machine.base())
                .orElseThrow(() -> FacetException.notFound("series of base \"" + machine.base() + "\""))
                .name();
    }

    private static String zone(Machine machine) {
        return instance(machine).hardware().availabilityZone().orElse("");
    }
}
