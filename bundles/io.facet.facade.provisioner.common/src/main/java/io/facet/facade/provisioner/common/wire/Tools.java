// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import java.util.List;

/**
 * One way to get one agent binary.
 *
 * @param version version, operating system and architecture
 * @param url where to get it
 * @param sha256 SHA-256 of the archive, left out if unknown
 * @param size its size in bytes
 */
public record Tools(
        @JsonProperty("version") String version,
        @JsonProperty("url") String url,
        @JsonProperty("sha256") @JsonInclude(JsonInclude.Include.NON_EMPTY) String sha256,
        @JsonProperty("size") long size) {

    /** What {@code FindTools} answers; no list next to an error. */
    public record FindResult(
            @JsonProperty("list") List<Tools> list,
            @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

        /** A success. */
        public static FindResult of(List<Tools> list) {
            return new FindResult(list, null);
        }

        /** A failure. */
        public static FindResult failed(FacetException failure) {
            return new FindResult(null, ApiError.of(failure));
        }
    }

    /** What {@code Tools} answers for one entity; no list next to an error. */
    public record Result(
            @JsonProperty("tools") List<Tools> tools,
            @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

        /** A success. */
        public static Result of(List<Tools> tools) {
            return new Result(tools, null);
        }

        /** A failure. */
        public static Result failed(FacetException failure) {
            return new Result(null, ApiError.of(failure));
        }
    }
}
