// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.api;

import io.facet.core.AgentBinaryVersion;

/**
 * Agent binaries that the controller holds.
 *
 * @param version version, system and architecture
 * @param sha256 SHA-256 of the archive, lower-case hex
 * @param size size of the archive in bytes
 */
public record AgentBinary(AgentBinaryVersion version, String sha256, long size) {}
