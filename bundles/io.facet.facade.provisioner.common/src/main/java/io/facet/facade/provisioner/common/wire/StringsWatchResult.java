// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import java.util.List;

/** A watcher with the content of its first event, which is left out when empty. */
public record StringsWatchResult(
        @JsonProperty("watcher-id") String id,
        @JsonProperty("changes") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> changes,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A watcher that was started. */
    public static StringsWatchResult of(String id, List<String> changes) {
        return new StringsWatchResult(id, changes, null);
    }

    /** A failure. */
    public static StringsWatchResult failed(FacetException failure) {
        return failed(ApiError.of(failure));
    }

    /** A failure. */
    public static StringsWatchResult failed(ApiError error) {
        return new StringsWatchResult("", List.of(), error);
    }
}
