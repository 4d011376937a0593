// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.http.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.access.api.LoginDecision;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.agentbinary.api.AgentBinaryService;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.HttpIntake;
import io.facet.facade.api.HttpRefusal;
import io.facet.facade.api.HttpReply;
import io.facet.facade.api.HttpRequest;
import io.facet.facade.api.HttpResource;
import io.facet.provisioning.api.AgentBinaryFinder;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /tools}: downloads for everyone, uploads for users ({@code wire.md} section 7). Services may be exchanged at any
 * time, so each request reads its reference once.
 */
@Component(immediate = true, property = HttpResource.SEGMENT + "=tools")
public final class ToolsResource implements HttpResource {

    static final String ARCHIVE_TYPE = "application/x-tar-gz";

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AgentBinaryFinder finder;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AgentBinaryService binaries;

    /** For Declarative Services, which sets the references. */
    public ToolsResource() {}

    /** On the given services, without a container. */
    public ToolsResource(AgentBinaryFinder finder, AgentBinaryService binaries) {
        this.finder = finder;
        this.binaries = binaries;
    }

    @Override
    public boolean needsLogin(String method) {
        return method.equals("POST");
    }

    @Override
    public HttpIntake begin(HttpRequest request) {
        boolean collection = request.name().isEmpty();
        if (!request.method().equals(collection ? "POST" : "GET")) {
            throw new FacadeException(
                    ErrorCode.METHOD_NOT_ALLOWED.wire(), "unsupported method: \"" + request.method() + "\"");
        }
        try {
            return collection ? upload(request) : download(request);
        } catch (FacetException e) {
            throw refused(e);
        }
    }

    private HttpIntake download(HttpRequest request) {
        AgentBinaryVersion version;
        try {
            version = AgentBinaryVersion.parse(request.name());
        } catch (FacetException e) {
            throw new FacadeException(ErrorCode.BAD_REQUEST.wire(), "error parsing version: " + e.getMessage());
        }
        AgentBinaryFinder service = present(finder);
        return HttpIntake.withoutBody(
                () -> service.open(request.modelUuid(), version).handle((archive, failure) -> {
                    if (failure != null) {
                        throw failed(failure, "error fetching agent binaries");
                    }
                    return reply(archive);
                }));
    }

    private static HttpReply reply(AgentBinaryArchive archive) {
        return new HttpReply(
                200, Map.of("Content-Type", ARCHIVE_TYPE), archive.binary().size(), archive.content());
    }

    /**
     * Only those who run the controller may say what its agents run: the store is shared by all models, so an archive
     * that anyone could put there would run as root on machines of others.
     */
    private HttpIntake upload(HttpRequest request) {
        LoginDecision.Accepted peer = request.peer()
                .orElseThrow(() -> new FacadeException(ErrorCode.UNAUTHORIZED.wire(), "permission denied"));
        if (!peer.kind().equals("user")) {
            throw forbidden("tag kind " + peer.kind() + " not valid");
        }
        if (peer.user()
                .filter(user -> user.controllerAccess().equals("superuser"))
                .isEmpty()) {
            throw forbidden("permission denied");
        }
        String version = request.query().getOrDefault("binaryVersion", "");
        if (version.isEmpty()) {
            throw new FacadeException(ErrorCode.BAD_REQUEST.wire(), "expected binaryVersion argument");
        }
        if (!request.contentType().equals(ARCHIVE_TYPE)) {
            throw new FacadeException(
                    ErrorCode.BAD_REQUEST.wire(),
                    "expected Content-Type: " + ARCHIVE_TYPE + ", got: " + request.contentType());
        }
        return new UploadIntake(
                present(binaries).upload(request.modelUuid(), parsed(version)), request.host(), request.modelUuid());
    }

    private static HttpRefusal forbidden(String why) {
        return new HttpRefusal(HttpReply.text(403, "authorization failed: " + why));
    }

    private static AgentBinaryVersion parsed(String version) {
        try {
            return AgentBinaryVersion.parse(version);
        } catch (FacetException e) {
            throw new FacadeException(
                    ErrorCode.BAD_REQUEST.wire(),
                    "invalid agent binaries version \"" + version + "\": " + e.getMessage());
        }
    }

    private static <T> T present(T service) {
        if (service == null) {
            throw new FacetException(ErrorCode.TRY_AGAIN, "the agent binary service is being exchanged; try again");
        }
        return service;
    }

    /** The failure as the server wants it; what was not foreseen stays as it is. */
    static CompletionException failed(Throwable failure, String context) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new CompletionException(
                cause instanceof FacetException refusal ? refused(refusal.inContext(context)) : cause);
    }

    static FacadeException refused(FacetException refusal) {
        return new FacadeException(refusal.code().wire(), refusal.getMessage());
    }
}
