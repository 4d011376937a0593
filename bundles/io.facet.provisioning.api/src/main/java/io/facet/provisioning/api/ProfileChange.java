// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.MachineId;
import java.util.List;

/**
 * The LXD profiles that were applied to a machine.
 *
 * @param machine the machine
 * @param profiles names of the profiles, in order
 */
public record ProfileChange(MachineId machine, List<String> profiles) {
    public ProfileChange {
        profiles = List.copyOf(profiles);
    }
}
