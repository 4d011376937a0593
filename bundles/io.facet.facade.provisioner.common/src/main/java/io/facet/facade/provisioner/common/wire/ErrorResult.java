// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;

/** Whether a write succeeded. */
public record ErrorResult(@JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static final ErrorResult NONE = new ErrorResult(null);

    /** A failure. */
    public static ErrorResult failed(FacetException failure) {
        return new ErrorResult(ApiError.of(failure));
    }
}
