// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.MachineId;
import java.util.List;

/**
 * The container types that a machine supports.
 *
 * @param machine the machine
 * @param types container types, none if it supports none
 */
public record ContainerSupport(MachineId machine, List<String> types) {
    public ContainerSupport {
        types = List.copyOf(types);
    }
}
