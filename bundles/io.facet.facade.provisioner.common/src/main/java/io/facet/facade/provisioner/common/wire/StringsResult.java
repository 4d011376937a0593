// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import java.util.List;

/** Texts; the list is left out when empty. */
public record StringsResult(
        @JsonProperty("result") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> result,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static StringsResult of(List<String> result) {
        return new StringsResult(result, null);
    }

    /** A failure. */
    public static StringsResult failed(FacetException failure) {
        return new StringsResult(List.of(), ApiError.of(failure));
    }
}
