// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.api;

import io.facet.core.HardwareCharacteristics;
import java.util.List;

/**
 * The cloud instance behind a machine.
 *
 * @param instanceId id in the cloud
 * @param displayName name in the cloud, possibly empty
 * @param hardware what it is made of
 * @param charmProfiles LXD profiles applied, in order
 */
public record Instance(
        String instanceId, String displayName, HardwareCharacteristics hardware, List<String> charmProfiles) {
    public Instance {
        charmProfiles = List.copyOf(charmProfiles);
    }
}
