// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Parameters of {@code SetPasswords}. */
public record EntityPasswords(@JsonProperty("changes") List<EntityPassword> changes) {
    public EntityPasswords {
        changes = Lists.of(changes, new EntityPassword("", ""));
    }

    /** A new password. */
    public record EntityPassword(@JsonProperty("tag") String tag, @JsonProperty("password") String password) {
        public EntityPassword {
            tag = Lists.text(tag);
            password = Lists.text(password);
        }

        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "EntityPassword[tag=" + tag + "]";
        }
    }
}
