// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.http;

import io.facet.access.api.LoginDecision;
import io.facet.core.ErrorCode;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.HttpIntake;
import io.facet.facade.api.HttpReply;
import io.facet.facade.api.HttpRequest;
import io.facet.facade.api.HttpResource;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The same pages on the port of the API, as {@code /introspection/health} and {@code /introspection/metrics}, for users with
 * controller access {@code superuser} ({@code wire.md} section 7).
 */
public final class IntrospectionResource implements HttpResource {

    /** The path segment to serve. */
    public static final String SEGMENT_NAME = "introspection";

    private static final String SUPERUSER = "superuser";

    private final Pages pages;

    public IntrospectionResource(Pages pages) {
        this.pages = pages;
    }

    @Override
    public boolean needsLogin(String method) {
        return true;
    }

    @Override
    public HttpIntake begin(HttpRequest request) {
        if (!request.peer().flatMap(LoginDecision.Accepted::user).stream()
                .anyMatch(user -> user.controllerAccess().equals(SUPERUSER))) {
            throw new FacadeException(ErrorCode.FORBIDDEN.wire(), "access denied");
        }
        if (!request.method().equals("GET")) {
            throw new FacadeException(
                    ErrorCode.METHOD_NOT_ALLOWED.wire(), "unsupported method: \"" + request.method() + "\"");
        }
        return HttpIntake.withoutBody(() -> CompletableFuture.completedFuture(pages.page(request.name(), "")
                .map(IntrospectionResource::reply)
                .orElseThrow(() -> new FacadeException(
                        ErrorCode.NOT_FOUND.wire(), "introspection has \"health\" and \"metrics\" only"))));
    }

    private static HttpReply reply(Page page) {
        return new HttpReply(
                page.status(),
                Map.of("Content-Type", page.contentType(), "Cache-Control", "no-store"),
                page.body().length,
                new ByteArrayInputStream(page.body()));
    }
}
