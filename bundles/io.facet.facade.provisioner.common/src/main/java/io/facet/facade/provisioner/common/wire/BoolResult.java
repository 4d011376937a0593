// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;

/** A flag; false next to an error. */
public record BoolResult(
        @JsonProperty("result") boolean result,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static BoolResult of(boolean result) {
        return new BoolResult(result, null);
    }

    /** A failure. */
    public static BoolResult failed(FacetException failure) {
        return new BoolResult(false, ApiError.of(failure));
    }
}
