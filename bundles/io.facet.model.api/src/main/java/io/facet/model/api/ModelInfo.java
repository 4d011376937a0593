// SPDX-License-Identifier: Apache-2.0
package io.facet.model.api;

import io.facet.core.AgentVersion;

/**
 * A model.
 *
 * @param uuid its UUID
 * @param name its name
 * @param owner user name of its owner
 * @param type {@code iaas} or {@code caas}
 * @param cloudType type of its cloud, such as {@code maas}; the {@code type} of the model config
 * @param agentVersion target version of its agents
 */
public record ModelInfo(
        String uuid, String name, String owner, String type, String cloudType, AgentVersion agentVersion) {}
