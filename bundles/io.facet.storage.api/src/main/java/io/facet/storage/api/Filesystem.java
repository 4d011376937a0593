// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

import io.facet.core.MachineId;
import java.util.List;
import java.util.Optional;

/**
 * A filesystem and the machines it is attached to.
 *
 * @param id its id, such as {@code 0} or, bound to a machine, {@code 2/1}
 * @param storageId storage instance it serves, if any
 * @param volumeId volume it lies on, if any
 * @param pool name of its pool
 * @param sizeMib size in MiB
 * @param machines machines it is attached to
 */
public record Filesystem(
        String id,
        Optional<String> storageId,
        Optional<String> volumeId,
        String pool,
        long sizeMib,
        List<MachineId> machines) {
    public Filesystem {
        machines = List.copyOf(machines);
    }
}
