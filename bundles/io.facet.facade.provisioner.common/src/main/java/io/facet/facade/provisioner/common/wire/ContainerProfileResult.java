// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.application.api.LxdProfile;
import io.facet.core.FacetException;
import io.facet.provisioning.api.CharmProfile;
import java.util.List;
import java.util.Map;

/** The LXD profiles that a container needs; left out when there are none. */
public record ContainerProfileResult(
        @JsonProperty("lxd-profiles") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Named> profiles,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error) {

    /** A success. */
    public static ContainerProfileResult of(List<CharmProfile> profiles) {
        return new ContainerProfileResult(profiles.stream().map(Named::of).toList(), null);
    }

    /** A failure. */
    public static ContainerProfileResult failed(FacetException failure) {
        return new ContainerProfileResult(List.of(), ApiError.of(failure));
    }

    /** A profile and its name. */
    public record Named(@JsonProperty("profile") Profile profile, @JsonProperty("name") String name) {

        static Named of(CharmProfile profile) {
            LxdProfile content = profile.profile();
            return new Named(new Profile(content.config(), content.description(), content.devices()), profile.name());
        }
    }

    /** What a profile sets. */
    public record Profile(
            @JsonProperty("config") Map<String, String> config,
            @JsonProperty("description") String description,
            @JsonProperty("devices") Map<String, Map<String, String>> devices) {}
}
