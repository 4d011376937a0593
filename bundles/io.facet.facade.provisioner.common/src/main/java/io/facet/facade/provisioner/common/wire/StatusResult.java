// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import io.facet.core.StatusInfo;
import io.facet.provisioning.api.FailedMachine;
import java.util.Map;

/** A status. All keys are always present, but the error. */
public record StatusResult(
        @JsonProperty("id") String id,
        @JsonProperty("life") String life,
        @JsonProperty("status") String status,
        @JsonProperty("info") String info,
        @JsonProperty("data") Map<String, Object> data,
        @JsonProperty("since") String since,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A status that was asked for. */
    public static StatusResult of(StatusInfo status) {
        return new StatusResult(
                "",
                "",
                status.status(),
                status.info(),
                status.data(),
                status.since().toString(),
                null);
    }

    /** The instance status of a machine in trouble, without its time. */
    public static StatusResult of(FailedMachine machine) {
        StatusInfo status = machine.instanceStatus();
        return new StatusResult(
                machine.id().value(), machine.life().wire(), status.status(), status.info(), status.data(), null, null);
    }

    /** A failure. */
    public static StatusResult failed(FacetException failure) {
        return new StatusResult("", "", "", "", null, null, ApiError.of(failure));
    }
}
