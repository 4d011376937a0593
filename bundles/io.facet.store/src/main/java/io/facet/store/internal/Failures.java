// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.sql.SQLException;
import java.util.function.Predicate;

/** The failures of the store, and what is found in those of others. */
final class Failures {

    private static final int MAX_DEPTH = 16;

    private Failures() {}

    /** The queue is full. */
    static FacetException full(String queue) {
        return new FacetException(ErrorCode.TRY_AGAIN, "the store has too many " + queue + " waiting; try again later");
    }

    /** The store stops, or has stopped. */
    static FacetException stopping() {
        return new FacetException(ErrorCode.TRY_AGAIN, "the store is stopping; try again later");
    }

    /** A conflict with other writers persisted ({@code wire.md} section 3.2). */
    static FacetException contention(Throwable cause) {
        return new FacetException(ErrorCode.EXCESSIVE_CONTENTION, "state changing too quickly; try again soon", cause);
    }

    /** What it began with. A pool puts a failure of its own in front. */
    static Throwable root(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at.getCause() != null && depth < MAX_DEPTH; depth++) {
            at = at.getCause();
        }
        return at;
    }

    /** Whether the failure or one that caused it is an SQL failure of the given kind; JDBI wraps them. */
    static boolean caused(Throwable failure, Predicate<SQLException> kind) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++, at = at.getCause()) {
            if (at instanceof SQLException sql && kind.test(sql)) {
                return true;
            }
        }
        return false;
    }
}
