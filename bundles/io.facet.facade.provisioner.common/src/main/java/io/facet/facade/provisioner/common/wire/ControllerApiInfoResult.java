// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import java.util.List;

/** How to reach the controller of a model; next to an error the addresses are null and the certificate is empty. */
public record ControllerApiInfoResult(
        @JsonProperty("addresses") List<String> addresses,
        @JsonProperty("cacert") String caCert,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static ControllerApiInfoResult of(List<String> addresses, String caCert) {
        return new ControllerApiInfoResult(addresses, caCert, null);
    }

    /** A failure. */
    public static ControllerApiInfoResult failed(FacetException failure) {
        return new ControllerApiInfoResult(null, "", ApiError.of(failure));
    }
}
