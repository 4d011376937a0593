// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.MachineId;

/**
 * A new password for a machine's agent.
 *
 * @param machine the machine
 * @param password the password, clear text
 */
public record PasswordChange(MachineId machine, String password) {
    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "PasswordChange[machine=" + machine + "]";
    }
}
