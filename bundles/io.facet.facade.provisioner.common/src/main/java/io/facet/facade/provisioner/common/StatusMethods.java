// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.core.Tag;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.NoParams;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.facade.provisioner.common.wire.SetStatus;
import io.facet.facade.provisioner.common.wire.SetStatus.EntityStatus;
import io.facet.facade.provisioner.common.wire.StatusResult;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import io.facet.provisioning.api.FailedMachine;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.provisioning.api.StatusChange;
import io.facet.store.api.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The methods that read and set statuses ({@code provisioner.md} sections 3, 4 and 6). */
final class StatusMethods {

    /** How a method takes a tag; {@code Status} and {@code SetStatus} tell an unparsable one from a refused one. */
    private static final BiFunction<MachineAccess, String, MachineId> NAMING_BAD_TAGS = MachineAccess::admitParsed;

    private static final BiFunction<MachineAccess, String, MachineId> STANDARD = MachineAccess::admit;

    private StatusMethods() {}

    static List<Method<?>> all() {
        return List.of(
                read("Status", StatusKind.AGENT, "machine", NAMING_BAD_TAGS),
                read("InstanceStatus", StatusKind.INSTANCE, "instance", STANDARD),
                set("SetStatus", StatusKind.AGENT, NAMING_BAD_TAGS),
                set("SetInstanceStatus", StatusKind.INSTANCE, STANDARD),
                set("SetModificationStatus", StatusKind.MODIFICATION, STANDARD),
                Method.reads("MachinesWithTransientErrors", NoParams.class, StatusMethods::transientErrors));
    }

    private static Method<Entities> read(
            String name, StatusKind kind, String what, BiFunction<MachineAccess, String, MachineId> admit) {
        return Method.reads(name, Entities.class, (call, args) -> {
            MachineAccess access = call.access();
            Bulk<Entities.Entity> bulk =
                    new Bulk<>(args.entities(), Entities.Entity::tag, tag -> admit.apply(access, tag));
            return call.read(tx -> {
                MachineService service = call.services().machines();
                Map<MachineId, Machine> machines = service.machines(tx, call.modelUuid(), bulk.machines());
                Map<MachineId, StatusInfo> statuses = service.statuses(tx, call.modelUuid(), kind, machines.keySet());
                return new Results<>(bulk.results(
                        (id, entity) -> {
                            MachineMethods.existing(machines, id);
                            if (!statuses.containsKey(id)) {
                                throw FacetException.notFound(what).inContext("cannot get status");
                            }
                            return StatusResult.of(statuses.get(id));
                        },
                        StatusResult::failed));
            });
        });
    }

    private static Method<SetStatus> set(
            String name, StatusKind kind, BiFunction<MachineAccess, String, MachineId> admit) {
        return Method.changes(name, SetStatus.class, (call, args) -> {
            MachineAccess access = call.access();
            Bulk<EntityStatus> bulk = new Bulk<>(args.entities(), EntityStatus::tag, tag -> admit.apply(access, tag));
            return Writes.run(
                    call,
                    bulk,
                    (id, status) -> new StatusChange(id, status.status(), status.info(), status.data()),
                    (tx, model, changes) -> call.services().provisioning().setStatuses(tx, model, kind, changes));
        });
    }

    private static CompletionStage<?> transientErrors(Call call, NoParams none) {
        return call.read(tx ->
                new Results<>(visibleErrors(call, tx).map(StatusResult::of).toList()));
    }

    /** Those that rule M lets the caller see. */
    private static Stream<FailedMachine> visibleErrors(Call call, Transaction tx) {
        ProvisioningService provisioning = call.services().provisioning();
        String model = call.modelUuid();
        if (call.access().isController()) {
            return provisioning.machinesWithTransientErrors(tx, model).stream()
                    .filter(machine -> call.access().allows(machine.id()));
        }
        // A host looks at what is its own: should everything fail at once, each of many hosts would read all else.
        MachineId own = Tag.parseMachine(call.caller().tag());
        Set<MachineId> visible = new HashSet<>(
                call.services().machines().containerLives(tx, model, own, "").keySet());
        visible.add(own);
        return provisioning.machinesWithTransientErrors(tx, model, visible).stream();
    }
}
