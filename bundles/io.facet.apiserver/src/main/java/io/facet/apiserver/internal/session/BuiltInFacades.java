// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.apiserver.internal.watch.Watchers;
import io.facet.rpc.Invocation;
import io.facet.rpc.Request;
import io.facet.rpc.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The facades of the server itself, for what belongs to a connection: {@code Pinger} and those of the watchers. */
final class BuiltInFacades {

    static final List<FacadeKey> KEYS =
            List.of(new FacadeKey("NotifyWatcher", 1), new FacadeKey("Pinger", 1), new FacadeKey("StringsWatcher", 1));

    /** Methods by facade and name; the request supplies the watcher id. */
    private final Map<String, Map<String, BuiltIn>> methods;

    private interface BuiltIn {
        CompletableFuture<byte[]> call(String id);
    }

    BuiltInFacades(Watchers watchers, PingWatchdog watchdog) {
        this.methods = Map.of(
                "Pinger",
                Map.of("Ping", id -> done(watchdog::ping), "Stop", id -> done(watchdog::disarm)),
                "NotifyWatcher",
                Map.of("Next", watchers::nextNotification, "Stop", id -> done(() -> watchers.stopNotification(id))),
                "StringsWatcher",
                Map.of("Next", watchers::nextStrings, "Stop", id -> done(() -> watchers.stopStrings(id))));
    }

    /**
     * The method that the request names.
     *
     * @param request names one of {@link #KEYS}
     * @throws RpcException if there is no such method
     */
    Invocation resolve(Request request) {
        BuiltIn method = methods.get(request.type()).get(request.method());
        if (method == null) {
            throw Unresolved.method(request.type(), request.version(), request.method());
        }
        return params -> method.call(request.id());
    }

    private static CompletableFuture<byte[]> done(Runnable action) {
        action.run();
        return CompletableFuture.completedFuture("{}".getBytes(StandardCharsets.UTF_8));
    }
}
