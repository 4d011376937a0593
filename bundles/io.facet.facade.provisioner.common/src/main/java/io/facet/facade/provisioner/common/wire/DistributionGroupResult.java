// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import java.util.List;

/** Instance ids; null next to an error. */
public record DistributionGroupResult(
        @JsonProperty("result") List<String> result,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static DistributionGroupResult of(List<String> result) {
        return new DistributionGroupResult(result, null);
    }

    /** A failure. */
    public static DistributionGroupResult failed(FacetException failure) {
        return new DistributionGroupResult(null, ApiError.of(failure));
    }
}
