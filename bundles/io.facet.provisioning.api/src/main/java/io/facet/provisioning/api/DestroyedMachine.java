// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.Life;
import io.facet.core.MachineId;
import java.util.List;
import java.util.Optional;

/**
 * What became of a machine that was to go.
 *
 * @param machine the machine
 * @param life its life now
 * @param instanceId its instance, if it has one
 * @param goes whether its record goes now, with nobody to wait for
 * @param containers the containers that go with it, nested ones included
 * @param units the units that were on them, by name
 * @param storage tags of the detachable storage that was attached to them, which stays
 */
public record DestroyedMachine(
        MachineId machine,
        Life life,
        Optional<String> instanceId,
        boolean goes,
        List<MachineId> containers,
        List<String> units,
        List<String> storage) {
    public DestroyedMachine {
        containers = List.copyOf(containers);
        units = List.copyOf(units);
        storage = List.copyOf(storage);
    }
}
