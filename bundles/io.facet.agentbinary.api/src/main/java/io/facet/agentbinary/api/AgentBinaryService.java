// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.api;

import io.facet.core.AgentVersion;
import io.facet.store.api.Transaction;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The agent binaries that the controller holds ({@code provisioner.md} 3.2). */
@ProviderType
public interface AgentBinaryService {

    /**
     * Stored binaries, in the order they were stored.
     *
     * @param number the exact version number
     * @param os operating system; empty for any
     * @param arch architecture; empty for any
     */
    List<AgentBinary> find(Transaction tx, AgentVersion number, String os, String arch);

    /** Registers binaries; the same version again replaces hash and size. */
    void register(Transaction tx, AgentBinary binary);
}
