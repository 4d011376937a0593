// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.core.AgentBinaryVersion;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Agent binaries as one model sees them: its configuration and its cloud say where those are looked for that are not
 * stored ({@code provisioner.md} 3.2). Nothing here holds a thread or a transaction while it waits for a stream.
 */
@ProviderType
public interface AgentBinaryFinder {

    /**
     * The binaries that fit.
     *
     * @param stream the stream to look in, such as {@code proposed}; empty for the one that the model is configured for
     * @return fails with a {@code FacetException}, with code {@code not found} if there is none
     */
    CompletionStage<List<AgentBinary>> find(String modelUuid, AgentBinaryQuery query, String stream);

    /**
     * The archive of one binary, fetched if it is not stored.
     *
     * @return fails with a {@code FacetException}, with code {@code not found} if there is none
     */
    CompletionStage<AgentBinaryArchive> open(String modelUuid, AgentBinaryVersion version);
}
