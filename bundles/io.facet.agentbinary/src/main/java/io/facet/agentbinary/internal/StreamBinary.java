// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.core.AgentBinaryVersion;
import java.net.URI;

/**
 * An agent binary that a stream offers.
 *
 * @param binary the binary, under the version that was asked for
 * @param url where its archive is
 * @param original the version that the stream itself gives it
 */
record StreamBinary(AgentBinary binary, URI url, AgentBinaryVersion original) {

    StreamBinary(AgentBinary binary, URI url) {
        this(binary, url, binary.version());
    }

    /** The same under another version. */
    StreamBinary as(AgentBinaryVersion version) {
        return new StreamBinary(new AgentBinary(version, binary.sha256(), binary.size()), url, original);
    }
}
