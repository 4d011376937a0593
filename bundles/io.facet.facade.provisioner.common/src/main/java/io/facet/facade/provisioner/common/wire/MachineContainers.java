// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Parameters of {@code SetSupportedContainers}. */
public record MachineContainers(@JsonProperty("params") List<MachineContainer> params) {
    public MachineContainers {
        params = Lists.of(params, new MachineContainer("", null));
    }

    /** The container types that one machine supports. */
    public record MachineContainer(
            @JsonProperty("machine-tag") String machineTag,
            @JsonProperty("container-types") List<String> containerTypes) {
        public MachineContainer {
            machineTag = Lists.text(machineTag);
            containerTypes = Lists.of(containerTypes, "");
        }
    }
}
