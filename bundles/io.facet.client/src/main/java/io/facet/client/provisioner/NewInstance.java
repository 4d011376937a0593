// SPDX-License-Identifier: Apache-2.0
package io.facet.client.provisioner;

import io.facet.core.HardwareCharacteristics;
import io.facet.core.MachineId;

/**
 * A started instance, to be recorded with {@code SetInstanceInfo}.
 *
 * @param machine the machine it was started for
 * @param instanceId its id in the cloud
 * @param displayName its name in the cloud, possibly empty
 * @param nonce nonce that the agent on it will present
 * @param hardware what it is made of
 */
public record NewInstance(
        MachineId machine, String instanceId, String displayName, String nonce, HardwareCharacteristics hardware) {}
