// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Entities by their tags. */
public record Entities(@JsonProperty("entities") List<Entity> entities) {
    public Entities {
        entities = Lists.of(entities, new Entity(""));
    }

    /** One entity. */
    public record Entity(@JsonProperty("tag") String tag) {
        public Entity {
            tag = Lists.text(tag);
        }
    }
}
