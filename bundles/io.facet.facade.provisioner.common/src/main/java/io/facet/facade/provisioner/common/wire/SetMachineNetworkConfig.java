// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Parameters of {@code SetHostMachineNetworkConfig} and {@code SetObservedNetworkConfig}. */
public record SetMachineNetworkConfig(
        @JsonProperty("tag") String tag, @JsonProperty("config") List<NetworkConfig> config) {
    public SetMachineNetworkConfig {
        tag = Lists.text(tag);
        config = Lists.of(config, NetworkConfig.NONE);
    }
}
