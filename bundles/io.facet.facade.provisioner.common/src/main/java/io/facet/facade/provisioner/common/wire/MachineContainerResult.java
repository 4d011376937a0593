// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import java.util.List;
import java.util.Optional;

/** The container types that a machine supports; null while that is not determined, and next to an error. */
public record MachineContainerResult(
        @JsonProperty("container-types") List<String> containerTypes,
        @JsonProperty("determined") boolean determined,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static MachineContainerResult of(Optional<List<String>> types) {
        return new MachineContainerResult(types.orElse(null), types.isPresent(), null);
    }

    /** A failure. */
    public static MachineContainerResult failed(FacetException failure) {
        return new MachineContainerResult(null, false, ApiError.of(failure));
    }
}
