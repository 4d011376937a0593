// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.agentprovisioner.api.ContainerConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every container of a model is set up with ({@code provisioner.md} 3.1).
 *
 * @param config what the model's configuration says
 * @param authorizedKeys SSH keys that may log in, those of users first
 * @param cloudInitUserData what the model adds to cloud-init, if anything that can be understood
 */
public record ContainerSetup(
        ContainerConfig config, List<String> authorizedKeys, Optional<Map<String, Object>> cloudInitUserData) {
    public ContainerSetup {
        authorizedKeys = List.copyOf(authorizedKeys);
    }
}
