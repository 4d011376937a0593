// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

import io.facet.core.MachineId;
import java.util.List;

/**
 * Whose interfaces need addresses.
 *
 * @param cloud cloud of the model
 * @param modelUuid UUID of the model
 * @param hostInstanceId instance id of the host
 * @param container the container
 * @param prepared its interfaces as prepared so far, {@code eth0} first
 */
public record ContainerAddressRequest(
        CloudSpec cloud,
        String modelUuid,
        String hostInstanceId,
        MachineId container,
        List<ContainerInterface> prepared) {
    public ContainerAddressRequest {
        prepared = List.copyOf(prepared);
    }
}
