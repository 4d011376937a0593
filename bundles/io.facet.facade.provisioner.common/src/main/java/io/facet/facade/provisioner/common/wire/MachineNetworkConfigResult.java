// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.cloud.api.ContainerInterface;
import io.facet.core.FacetException;
import java.util.List;

/** The interfaces of a container; null next to an error. */
public record MachineNetworkConfigResult(
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error,
        @JsonProperty("info") List<NetworkConfig> info) {

    /** A success. */
    public static MachineNetworkConfigResult of(List<ContainerInterface> interfaces) {
        return new MachineNetworkConfigResult(
                null, interfaces.stream().map(NetworkConfig::of).toList());
    }

    /** A failure. */
    public static MachineNetworkConfigResult failed(FacetException failure) {
        return new MachineNetworkConfigResult(ApiError.of(failure), null);
    }
}
