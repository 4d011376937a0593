// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.api;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** An archive on its way into the store. Nothing of it is seen before it is finished. Used by one thread at a time. */
@ProviderType
public interface AgentBinaryUpload extends Closeable {

    /**
     * Takes the next bytes, onto the disk.
     *
     * @throws io.facet.core.FacetException code {@code bad request}, if the archive is larger than allowed; without a
     *     code, if the disk does not take it
     */
    void write(ByteBuffer bytes);

    /**
     * Stores the archive, durably. The same version again replaces what was stored.
     *
     * @return what was stored; fails with code {@code bad request} if there were no bytes
     */
    CompletionStage<AgentBinary> finish();

    /** Drops what was not finished. */
    @Override
    void close();
}
