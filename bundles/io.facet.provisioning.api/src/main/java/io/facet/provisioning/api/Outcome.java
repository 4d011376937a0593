// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.FacetException;
import java.util.Objects;
import java.util.function.Function;

/**
 * What became of one entry of a bulk operation: its result or its failure ({@code provisioner.md} section 2, bulk rules).
 *
 * @param <T> type of the result
 */
public sealed interface Outcome<T> {

    /** The entry succeeded. */
    record Success<T>(T value) implements Outcome<T> {
        public Success {
            Objects.requireNonNull(value, "value");
        }
    }

    /** The entry failed, without harm to the others. */
    record Failure<T>(FacetException cause) implements Outcome<T> {
        public Failure {
            Objects.requireNonNull(cause, "cause");
        }
    }

    /** A success. */
    static <T> Outcome<T> of(T value) {
        return new Success<>(value);
    }

    /** A failure. */
    static <T> Outcome<T> failed(FacetException cause) {
        return new Failure<>(cause);
    }

    /** What {@code success} makes of the result, or {@code failure} of the failure. */
    default <R> R fold(Function<? super T, ? extends R> success, Function<FacetException, ? extends R> failure) {
        if (this instanceof Success<T> done) {
            return success.apply(done.value());
        }
        return failure.apply(((Failure<T>) this).cause());
    }
}
