// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.cloud.api.ContainerAddressRequest;
import io.facet.cloud.api.ContainerInterface;
import java.util.List;
import java.util.Optional;

/**
 * A container whose interfaces are prepared.
 *
 * @param interfaces the interfaces, {@code eth0} first
 * @param request what to ask the cloud; empty if the interfaces are complete
 */
public record PreparedContainer(List<ContainerInterface> interfaces, Optional<ContainerAddressRequest> request) {
    public PreparedContainer {
        interfaces = List.copyOf(interfaces);
    }
}
