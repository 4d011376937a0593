// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.facade.provisioner.common.wire.DistributionGroupResult;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.Entities.Entity;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.facade.provisioner.common.wire.StringsResult;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The methods that tell which machines to keep apart ({@code provisioner.md} 4.2). */
final class DistributionMethods {

    /** Finds the group of each of the machines. */
    @FunctionalInterface
    private interface Groups {
        List<Outcome<List<String>>> of(Transaction tx, String modelUuid, List<MachineId> machines);
    }

    private DistributionMethods() {}

    static List<Method<?>> all() {
        return List.of(
                Method.reads(
                        "DistributionGroup",
                        Entities.class,
                        (call, args) -> groups(
                                call,
                                args,
                                call.services().provisioning()::distributionGroups,
                                DistributionGroupResult::of,
                                DistributionGroupResult::failed)),
                Method.reads(
                        "DistributionGroupByMachineId",
                        Entities.class,
                        (call, args) -> groups(
                                call,
                                args,
                                call.services().provisioning()::distributionGroupsByMachineId,
                                StringsResult::of,
                                StringsResult::failed)));
    }

    private static <R> CompletionStage<?> groups(
            Call call,
            Entities args,
            Groups groups,
            Function<List<String>, R> result,
            Function<FacetException, R> failed) {
        Bulk<Entity> bulk = new Bulk<>(args.entities(), Entity::tag, call.access()::admit);
        List<MachineId> machines = bulk.admitted((id, entity) -> id);
        return call.read(tx -> groups.of(tx, call.modelUuid(), machines))
                .thenApply(found -> new Results<>(bulk.merge(found, group -> group.fold(result, failed), failed)));
    }
}
