// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.Entities.Entity;
import io.facet.facade.provisioner.common.wire.ErrorResult;
import io.facet.facade.provisioner.common.wire.Results;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The methods at the end of a machine's life ({@code provisioner.md} sections 5 and 8). */
final class LifeMethods {

    private LifeMethods() {}

    static List<Method<?>> all() {
        return List.of(
                Method.changes("EnsureDead", Entities.class, LifeMethods::ensureDead),
                Method.changes("MarkMachinesForRemoval", Entities.class, LifeMethods::markMachinesForRemoval),
                Method.changes("Remove", Entities.class, LifeMethods::remove));
    }

    /** An unparsable tag fails the whole call, but what stands before it is done. */
    private static CompletionStage<?> ensureDead(Call call, Entities args) {
        List<Entity> parsable = args.entities().stream()
                .takeWhile(entity -> parseFailure(entity.tag()).isEmpty())
                .toList();
        CompletionStage<Results<ErrorResult>> done =
                run(call, bulk(parsable, call.access()::admit), call.services().provisioning()::ensureDead);
        return args.entities().stream()
                .skip(parsable.size())
                .findFirst()
                .flatMap(entity -> parseFailure(entity.tag()))
                .map(failure -> done.thenApply(failing(failure)))
                .orElse(done);
    }

    private static Function<Results<ErrorResult>, Results<ErrorResult>> failing(FacetException failure) {
        return results -> {
            throw failure;
        };
    }

    private static Optional<FacetException> parseFailure(String tag) {
        try {
            Tag.parse(tag);
            return Optional.empty();
        } catch (FacetException e) {
            return Optional.of(e);
        }
    }

    private static CompletionStage<?> markMachinesForRemoval(Call call, Entities args) {
        return run(
                call,
                bulk(args.entities(), call.access()::admitMachineTag),
                call.services().provisioning()::markForRemoval);
    }

    private static CompletionStage<?> remove(Call call, Entities args) {
        return run(
                call,
                bulk(args.entities(), call.access()::admit),
                call.services().provisioning()::remove);
    }

    private static Bulk<Entity> bulk(List<Entity> entities, Function<String, MachineId> admit) {
        return new Bulk<>(entities, Entity::tag, admit);
    }

    private static CompletionStage<Results<ErrorResult>> run(
            Call call, Bulk<Entity> bulk, Writes.Operation<MachineId> operation) {
        return Writes.run(call, bulk, (id, entity) -> id, operation);
    }
}
