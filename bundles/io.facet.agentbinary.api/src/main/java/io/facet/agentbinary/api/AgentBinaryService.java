// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.api;

import io.facet.core.AgentBinaryVersion;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The agent binaries that the controller holds, and those it can get ({@code provisioner.md} 3.2,
 * {@code provisioning-info.md} section 13). What waits for a network holds neither a thread of the caller nor a
 * transaction.
 */
@ProviderType
public interface AgentBinaryService {

    /**
     * Stored binaries, in the order they were stored.
     *
     * @throws io.facet.core.FacetException without code, {@code unexpected bad version "<v>" of agent binary in storage},
     *     if an entry of the store cannot be understood
     */
    List<AgentBinary> find(Transaction tx, AgentBinaryQuery query);

    /**
     * The stored binaries and, unless the query means just one and that is stored, those of the streams whose version is
     * not stored; then sorted by the text of the version. Failures of the streams do not matter if anything is stored.
     *
     * @param stored what {@link #find} gave for the query
     * @return fails with code {@code not found}, {@code no agent binaries available} or
     *     {@code no matching agent binaries available}, if there is none
     */
    CompletionStage<List<AgentBinary>> search(
            AgentBinaryQuery query, AgentBinarySource source, List<AgentBinary> stored);

    /**
     * The archive of one binary. What is not stored here is fetched from the streams, checked against the SHA-256 that
     * they name, and kept; requests for the same binary share one fetch.
     *
     * @param modelUuid the model on whose behalf
     * @return fails with code {@code not found} as {@link #search} does; with code {@code try again}, if too many other
     *     fetches run; without a code, if the fetch failed
     */
    CompletionStage<AgentBinaryArchive> open(String modelUuid, AgentBinarySource source, AgentBinaryVersion version);

    /**
     * Begins to store an archive.
     *
     * @param modelUuid the model on whose behalf
     * @throws io.facet.core.FacetException code {@code try again}, if too many uploads run
     */
    AgentBinaryUpload upload(String modelUuid, AgentBinaryVersion version);
}
