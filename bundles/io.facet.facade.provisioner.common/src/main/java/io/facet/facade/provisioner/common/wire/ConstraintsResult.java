// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import java.util.Map;

/** Constraints by wire name; none next to an error. */
public record ConstraintsResult(
        @JsonProperty("constraints") Map<String, Object> constraints,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static ConstraintsResult of(Map<String, Object> constraints) {
        return new ConstraintsResult(constraints, null);
    }

    /** A failure. */
    public static ConstraintsResult failed(FacetException failure) {
        return new ConstraintsResult(Map.of(), ApiError.of(failure));
    }
}
