// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Parameters of {@code WatchContainers} and {@code WatchAllContainers}. */
public record WatchContainers(@JsonProperty("params") List<WatchContainer> params) {
    public WatchContainers {
        params = Lists.of(params, new WatchContainer("", ""));
    }

    /** The containers of one type on one host. */
    public record WatchContainer(
            @JsonProperty("machine-tag") String machineTag, @JsonProperty("container-type") String containerType) {
        public WatchContainer {
            machineTag = Lists.text(machineTag);
            containerType = Lists.text(containerType);
        }
    }
}
