// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.api;

/** The three statuses of a machine ({@code provisioner.md} section 6). */
public enum StatusKind {
    /** Status of the machine's agent. */
    AGENT,
    /** Status of the cloud instance. */
    INSTANCE,
    /** Status of the last modification of the instance. */
    MODIFICATION
}
