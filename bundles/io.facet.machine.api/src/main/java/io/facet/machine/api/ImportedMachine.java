// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.api;

import io.facet.core.StatusInfo;

/**
 * A machine taken over from a model description.
 *
 * @param machine the machine
 * @param agentStatus its agent status
 * @param instanceStatus its instance status
 * @param modificationStatus its modification status
 */
public record ImportedMachine(
        Machine machine, StatusInfo agentStatus, StatusInfo instanceStatus, StatusInfo modificationStatus) {}
