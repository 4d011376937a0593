// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;

/**
 * A machine whose instance could not be started, for a reason that may pass.
 *
 * @param id the machine
 * @param life its life
 * @param instanceStatus its instance status
 */
public record FailedMachine(MachineId id, Life life, StatusInfo instanceStatus) {}
