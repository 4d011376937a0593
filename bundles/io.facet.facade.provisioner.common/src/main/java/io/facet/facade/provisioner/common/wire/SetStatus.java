// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** Parameters of the three methods that set a status. */
public record SetStatus(@JsonProperty("entities") List<EntityStatus> entities) {
    public SetStatus {
        entities = Lists.of(entities, new EntityStatus("", "", "", null));
    }

    /** A new status. */
    public record EntityStatus(
            @JsonProperty("tag") String tag,
            @JsonProperty("status") String status,
            @JsonProperty("info") String info,
            @JsonProperty("data") Map<String, Object> data) {
        public EntityStatus {
            tag = Lists.text(tag);
            status = Lists.text(status);
            info = Lists.text(info);
            data = data == null ? Map.of() : data;
        }
    }
}
