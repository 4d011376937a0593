// SPDX-License-Identifier: Apache-2.0
package io.facet.client.provisioner;

import io.facet.client.ApiException;
import java.util.Optional;

/**
 * The answer for one machine of a bulk call: a value or an error, never both.
 *
 * @param value the value, if the server gave one
 * @param error what the server refused this machine with
 */
public record Result<T>(Optional<T> value, Optional<ApiException> error) {
    public Result {
        if (value.isPresent() == error.isPresent()) {
            throw new IllegalArgumentException("a result is either a value or an error");
        }
    }

    static <T> Result<T> of(T value) {
        return new Result<>(Optional.of(value), Optional.empty());
    }

    static <T> Result<T> failed(ApiException error) {
        return new Result<>(Optional.empty(), Optional.of(error));
    }

    /** Whether the server refused this machine with the given code. */
    public boolean failedWith(String code) {
        return error.isPresent() && error.get().hasCode(code);
    }

    /**
     * The value.
     *
     * @throws ApiException the error, if there is one instead
     */
    public T orThrow() {
        return value.orElseThrow(error::get);
    }
}
