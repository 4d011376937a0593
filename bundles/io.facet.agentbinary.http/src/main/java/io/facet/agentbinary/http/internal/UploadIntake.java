// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.http.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryUpload;
import io.facet.core.FacetException;
import io.facet.facade.api.HttpIntake;
import io.facet.facade.api.HttpReply;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Takes an archive in and answers what was stored. */
final class UploadIntake implements HttpIntake {

    private final AgentBinaryUpload upload;
    private final String host;
    private final String modelUuid;

    UploadIntake(AgentBinaryUpload upload, String host, String modelUuid) {
        this.upload = upload;
        this.host = host;
        this.modelUuid = modelUuid;
    }

    @Override
    public void write(ByteBuffer bytes) {
        try {
            upload.write(bytes);
        } catch (FacetException e) {
            throw ToolsResource.refused(e);
        }
    }

    @Override
    public CompletionStage<HttpReply> finish() {
        return upload.finish().handle((stored, failure) -> {
            upload.close();
            if (failure != null) {
                throw ToolsResource.failed(failure, "cannot store agent binaries");
            }
            return HttpReply.json(200, json(stored));
        });
    }

    @Override
    public void abort() {
        upload.close();
    }

    /** Versions and hashes need no escaping, and neither does the host, once what cannot be in one is left out. */
    private String json(AgentBinary stored) {
        return "{\"tools\":[{\"version\":\"" + stored.version() + "\",\"url\":\"https://"
                + host.replaceAll("[^0-9A-Za-z.:\\[\\]-]", "") + "/model/" + modelUuid + "/tools/" + stored.version()
                + "\",\"sha256\":\"" + stored.sha256() + "\",\"size\":" + stored.size() + "}]}";
    }
}
