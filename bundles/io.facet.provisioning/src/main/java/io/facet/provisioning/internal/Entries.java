// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.FacetException;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The loop of a bulk write ({@code provisioner.md} section 2, bulk rules). */
final class Entries {

    /** What is done for one entry. */
    @FunctionalInterface
    interface Work<A> {
        void run(A entry) throws Exception;
    }

    private Entries() {}

    /** Does the work for each entry in order, each in its own savepoint, and collects the failures. */
    static <A> List<Optional<FacetException>> each(Transaction tx, List<A> entries, Work<A> work) {
        List<Optional<FacetException>> failures = new ArrayList<>(entries.size());
        for (A entry : entries) {
            failures.add(one(tx, () -> work.run(entry)));
        }
        return failures;
    }

    /** Does the work in a savepoint and returns its refusal, if it is refused. Anything else that fails ends the call. */
    static Optional<FacetException> one(Transaction tx, Step step) {
        try {
            tx.savepoint(point -> {
                step.run();
                return null;
            });
            return Optional.empty();
        } catch (FacetException e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something done inside a savepoint. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }
}
