// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

/** Which spaces say where in the network a machine has to go ({@code networking.md} section 6). */
public enum TopologyRule {

    /**
     * The first included space constraint alone, in the order of the constraints; bindings count for nothing, not even as
     * a contradiction. What clients before 2.8 expect.
     */
    FIRST_SPACE,

    /** All included space constraints, and the spaces of all endpoint bindings. */
    ALL_SPACES
}
