// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.facade.provisioner.common.wire.ErrorResult;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The course of every bulk write. */
final class Writes {

    /** A bulk operation of a service: one failure, or none, per entry. */
    @FunctionalInterface
    interface Operation<E> {
        List<Optional<FacetException>> run(Transaction tx, String modelUuid, List<E> entries);
    }

    private Writes() {}

    /** Runs the operation on what was admitted of the arguments and answers one result per argument. */
    static <A, E> CompletionStage<Results<ErrorResult>> run(
            Call call, Bulk<A> bulk, BiFunction<MachineId, A, E> entry, Operation<E> operation) {
        List<E> entries = bulk.admitted(entry);
        if (entries.isEmpty()) {
            // Nothing to write, so nobody waits for the disk.
            return completedFuture(new Results<>(bulk.errors(List.of())));
        }
        return call.write(tx -> operation.run(tx, call.modelUuid(), entries))
                .thenApply(failures -> new Results<>(bulk.errors(failures)));
    }
}
