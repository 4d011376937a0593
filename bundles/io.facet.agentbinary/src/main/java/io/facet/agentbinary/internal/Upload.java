// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryUpload;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One upload in progress. */
final class Upload implements AgentBinaryUpload {

    private final Archives archives;
    private final String modelUuid;
    private final AgentBinaryVersion version;
    private final IncomingFile file;
    private final Runnable ended;

    /** Whether the file is no longer this upload's business. */
    private boolean finishing;

    /** @param ended told once, when the upload is over */
    Upload(Archives archives, String modelUuid, AgentBinaryVersion version, Runnable ended) {
        this.archives = archives;
        this.modelUuid = modelUuid;
        this.version = version;
        this.ended = ended;
        this.file = archives.create();
    }

    @Override
    public void write(ByteBuffer bytes) {
        file.write(bytes);
    }

    @Override
    public CompletionStage<AgentBinary> finish() {
        if (file.size() == 0) {
            return CompletableFuture.failedFuture(
                    new FacetException(ErrorCode.BAD_REQUEST, "no agent binaries uploaded"));
        }
        finishing = true;
        return archives.keep(modelUuid, version, file.complete()).whenComplete((binary, failure) -> ended.run());
    }

    @Override
    public void close() {
        if (!finishing) {
            finishing = true;
            file.drop();
            ended.run();
        }
    }
}
