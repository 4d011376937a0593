// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;

/** The life of an entity; empty next to an error. */
public record LifeResult(
        @JsonProperty("life") String life,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static LifeResult of(String life) {
        return new LifeResult(life, null);
    }

    /** A failure. */
    public static LifeResult failed(FacetException failure) {
        return new LifeResult("", ApiError.of(failure));
    }
}
