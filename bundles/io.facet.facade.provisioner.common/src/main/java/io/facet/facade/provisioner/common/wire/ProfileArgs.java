// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Parameters of {@code SetCharmProfiles}. */
public record ProfileArgs(@JsonProperty("args") List<ProfileArg> args) {
    public ProfileArgs {
        args = Lists.of(args, new ProfileArg(null, null));
    }

    /** The profiles of one machine. */
    public record ProfileArg(
            @JsonProperty("entity") Entities.Entity entity, @JsonProperty("profiles") List<String> profiles) {
        public ProfileArg {
            entity = entity == null ? new Entities.Entity("") : entity;
            profiles = Lists.of(profiles, "");
        }

        /** Tag of the machine. */
        public String tag() {
            return entity.tag();
        }
    }
}
