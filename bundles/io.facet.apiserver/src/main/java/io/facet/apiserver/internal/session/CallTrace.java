// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.apiserver.internal.CallTrail;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.rpc.GoText;
import io.facet.rpc.Invocation;
import io.facet.rpc.Request;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when a call comes and when it ends, without parameters and results: those may hold secrets. */
final class CallTrace {

    private static final Logger LOG = LoggerFactory.getLogger("io.facet.apiserver.trace");

    /** As much of a name as is logged; a stranger's may be of any size. */
    private static final int MAX_NAME = 100;

    private final CallTrail trail;
    private final String subject;
    private final long arrived = System.nanoTime();

    private CallTrace(Request request, CallTrail trail) {
        this.trail = trail;
        this.subject = String.format(
                "connection %d, %s, call %s: %s version %d, %s",
                trail.peer().connection(),
                trail.peer().authTag().isEmpty()
                        ? "not logged in"
                        : trail.peer().authTag(),
                trail.id(),
                name(request.type()),
                request.version(),
                name(request.method()));
    }

    /** What the request resolves to, logged on its way. */
    static Invocation resolve(Request request, CallTrail trail, Supplier<Invocation> resolution) {
        CallTrace trace = new CallTrace(request, trail);
        trail.run(() -> LOG.info(
                "{} came with {} bytes", trace.subject, request.params().json().length));
        try {
            Invocation invocation = resolution.get();
            if (!request.params().isObject()) {
                // It is answered without being invoked.
                trace.ended(null, request.badParams());
            }
            return params -> trace.invoke(invocation, params);
        } catch (RuntimeException e) {
            trace.ended(null, e);
            throw e;
        }
    }

    private CompletableFuture<byte[]> invoke(Invocation invocation, byte[] params) {
        try {
            CompletableFuture<byte[]> result = invocation.invoke(params);
            result.whenComplete(this::ended);
            return result;
        } catch (RuntimeException e) {
            ended(null, e);
            throw e;
        }
    }

    private void ended(byte[] result, Throwable failure) {
        trail.run(() -> LOG.info(
                "{} ended after {} ms: {}, {} bytes",
                subject,
                PeerEvents.since(arrived).toNanos() / 1_000 / 1_000.0,
                PeerEvents.outcome(failure),
                result == null ? 0 : result.length));
    }

    private static String name(String name) {
        return GoText.quote(name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "..." : name);
    }
}
