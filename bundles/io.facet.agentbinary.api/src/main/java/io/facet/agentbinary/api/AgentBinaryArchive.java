// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.api;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The archive of an agent binary, open for reading; whoever got it closes it.
 *
 * @param binary what it holds
 * @param content the bytes, as many as {@code binary} says; reading them blocks no longer than the disk does
 */
public record AgentBinaryArchive(AgentBinary binary, InputStream content) implements Closeable {

    @Override
    public void close() throws IOException {
        content.close();
    }
}
