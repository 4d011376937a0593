// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.api;

import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.MachineId;
import java.util.List;
import java.util.Optional;

/**
 * A machine to add.
 *
 * @param parent host of the container to add, empty for a top-level machine
 * @param containerType container type such as {@code lxd}, empty for a top-level machine
 * @param base operating system
 * @param constraints what it must be like
 * @param placement placement directive, empty if none
 * @param jobs jobs, at least one
 */
public record NewMachine(
        Optional<MachineId> parent,
        String containerType,
        Base base,
        Constraints constraints,
        String placement,
        List<String> jobs) {
    public NewMachine {
        jobs = List.copyOf(jobs);
    }
}
