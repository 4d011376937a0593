// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;

/** What went wrong with one entry of a call; the code is always present, possibly empty. */
public record ApiError(@JsonProperty("message") String message, @JsonProperty("code") String code) {

    /** The error that the failure stands for. */
    public static ApiError of(FacetException failure) {
        return new ApiError(failure.getMessage(), failure.code().wire());
    }
}
