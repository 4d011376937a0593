// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;

/** A text; empty next to an error. */
public record StringResult(
        @JsonProperty("result") String result,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static StringResult of(String result) {
        return new StringResult(result, null);
    }

    /** A failure. */
    public static StringResult failed(FacetException failure) {
        return new StringResult("", ApiError.of(failure));
    }
}
