// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Parameters of {@code ContainerManagerConfig}. */
public record ContainerType(@JsonProperty("type") String type) {
    public ContainerType {
        type = Lists.text(type);
    }
}
