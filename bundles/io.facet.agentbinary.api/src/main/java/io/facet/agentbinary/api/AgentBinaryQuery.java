// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.api;

import io.facet.core.AgentVersion;

/**
 * Which agent binaries are wanted ({@code provisioner.md} 3.2).
 *
 * @param number the exact version number; {@link AgentVersion#ZERO} finds nothing stored, and x.0 builds in streams
 * @param os operating system; empty for any stored one, and {@code ubuntu} in streams
 * @param arch architecture; empty for any
 */
public record AgentBinaryQuery(AgentVersion number, String os, String arch) {

    /** Whether just one binary can be meant. */
    public boolean isExact() {
        return !number.equals(AgentVersion.ZERO) && !os.isEmpty() && !arch.isEmpty();
    }
}
