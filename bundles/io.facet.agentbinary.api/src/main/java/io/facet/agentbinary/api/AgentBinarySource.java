// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.api;

/**
 * Where binaries that are not stored are looked for, as one model has it configured ({@code provisioning-info.md} section
 * 13).
 *
 * @param metadataUrl base URL of the model's own simplestreams, whose index need not be signed; empty if it has none
 * @param stream the stream asked for, such as {@code proposed}; empty for {@code released}
 * @param development whether pre-releases are wanted even if the version asked for is none
 * @param region region of the model's cloud; empty on clouds without regions
 * @param endpoint endpoint of that region; empty on clouds without regions
 */
public record AgentBinarySource(
        String metadataUrl, String stream, boolean development, String region, String endpoint) {

    /** The same place, looked at through another stream. */
    public AgentBinarySource withStream(String other) {
        return new AgentBinarySource(metadataUrl, other, development, region, endpoint);
    }
}
