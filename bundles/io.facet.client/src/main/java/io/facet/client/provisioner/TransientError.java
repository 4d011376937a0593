// SPDX-License-Identifier: Apache-2.0
package io.facet.client.provisioner;

import io.facet.core.Life;
import io.facet.core.MachineId;

/**
 * A machine whose start failed in a way that may pass.
 *
 * @param machine the machine
 * @param life its life
 * @param status its instance status
 */
public record TransientError(MachineId machine, Life life, Status status) {}
