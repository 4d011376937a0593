// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.access.api.ConnectedModel;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.apiserver.internal.facade.FacadeProvider;
import io.facet.apiserver.internal.facade.FacadeRegistry;
import io.facet.apiserver.internal.watch.Watchers;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Caller;
import io.facet.facade.api.Watch;
import io.facet.rpc.GoText;
import io.facet.rpc.Invocation;
import io.facet.rpc.Request;
import io.facet.rpc.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a logged-in connection can call: {@code Pinger}, the watcher facades, and whatever is registered. */
final class ServedFacades {

    /** The facades of the server itself. */
    static final List<FacadeKey> BUILT_IN =
            List.of(new FacadeKey("NotifyWatcher", 1), new FacadeKey("Pinger", 1), new FacadeKey("StringsWatcher", 1));

    private final ServerContext context;
    private final CallContext call;
    private final String modelType;
    private final FacadeRestriction restriction;
    private final CallRunner runner;

    /** Methods of the built-in facades by facade and name; the request supplies the watcher id. */
    private final Map<String, Map<String, BuiltIn>> builtIn;

    private interface BuiltIn {
        CompletableFuture<byte[]> call(String id);
    }

    ServedFacades(
            ServerContext context,
            Caller caller,
            ConnectedModel model,
            FacadeRestriction restriction,
            Watchers watchers,
            PingWatchdog watchdog,
            CallRunner runner) {
        this.context = context;
        this.call = new Call(caller, model.uuid(), watchers);
        this.modelType = model.type();
        this.restriction = restriction;
        this.runner = runner;
        this.builtIn = Map.of(
                "Pinger",
                Map.of("Ping", id -> done(watchdog::ping), "Stop", id -> done(watchdog::disarm)),
                "NotifyWatcher",
                Map.of("Next", watchers::nextNotification, "Stop", id -> done(() -> watchers.stopNotification(id))),
                "StringsWatcher",
                Map.of("Next", watchers::nextStrings, "Stop", id -> done(() -> watchers.stopStrings(id))));
    }

    Caller caller() {
        return call.caller();
    }

    Invocation resolve(Request request) {
        restriction.check(request.type());
        FacadeKey key = new FacadeKey(request.type(), request.version());
        if (BUILT_IN.contains(key)) {
            BuiltIn method = builtIn.get(key.name()).get(request.method());
            if (method == null) {
                throw Unresolved.method(key.name(), key.version(), request.method());
            }
            return params -> method.call(request.id());
        }
        if (key.version() == 0) {
            throw Unresolved.facade(key.name(), 0);
        }
        Optional<FacadeProvider> provider = find(key, request.method());
        if (provider.isPresent()) {
            return params -> run(key, request.method(), params, new CompletableFuture<>());
        }
        if (!context.facades().isInstalled(key)) {
            throw Unresolved.facade(key.name(), key.version());
        }
        return params -> parked(key, request.method(), params);
    }

    /** The provider to call, empty if none serves the version; the method is one of its own. */
    private Optional<FacadeProvider> find(FacadeKey key, String method) {
        if (context.facades().isExcluded(key.name(), modelType)) {
            throw new RpcException(
                    "not supported", "facade " + GoText.quote(key.name()) + " not supported on container models");
        }
        Optional<FacadeProvider> provider = context.facades().find(key);
        if (provider.isPresent() && !provider.get().methods().contains(method)) {
            throw Unresolved.method(key.name(), key.version(), method);
        }
        return provider;
    }

    private CompletableFuture<byte[]> run(
            FacadeKey key, String method, byte[] params, CompletableFuture<byte[]> result) {
        runner.run(() -> begin(key, method, params, result), result);
        return result;
    }

    /** On a call thread: calls whoever serves now, which need not be the one who did when the call came. */
    private CompletionStage<byte[]> begin(FacadeKey key, String method, byte[] params, CompletableFuture<byte[]> result)
            throws Exception {
        Optional<FacadeRegistry.Lease> lease = context.facades().lease(key);
        if (lease.isEmpty()) {
            resume(key, method, params, context.parking().deadline(), result);
            return result;
        }
        FacadeProvider provider = lease.get().provider();
        return lease.get()
                .place()
                .run(() -> {
                    if (!provider.methods().contains(method)) {
                        throw Unresolved.method(key.name(), key.version(), method);
                    }
                    return provider.facade().call(call, method, params);
                })
                .thenApply(ServedFacades::checked);
    }

    private CompletableFuture<byte[]> parked(FacadeKey key, String method, byte[] params) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        park(key, method, params, context.parking().deadline(), result);
        return result;
    }

    private void park(FacadeKey key, String method, byte[] params, long deadline, CompletableFuture<byte[]> result) {
        CompletableFuture<Void> turn = context.parking().park(key, deadline);
        turn.whenComplete((unused, failure) -> {
            if (failure != null) {
                if (result.completeExceptionally(failure)) {
                    context.facades().waitedInVain(key);
                }
            } else if (!result.isDone()) {
                resume(key, method, params, deadline, result);
            }
        });
        // A connection that ends does not leave its calls in the car park.
        result.whenComplete((unused, failure) -> turn.cancel(false));
        if (context.facades().find(key).isPresent()) {
            context.parking().wake(key);
        }
    }

    private void resume(FacadeKey key, String method, byte[] params, long deadline, CompletableFuture<byte[]> result) {
        try {
            Optional<FacadeProvider> provider = find(key, method);
            if (provider.isPresent()) {
                run(key, method, params, result);
            } else if (context.facades().isInstalled(key)) {
                park(key, method, params, deadline, result);
            } else {
                result.completeExceptionally(Unresolved.facade(key.name(), key.version()));
            }
        } catch (RpcException e) {
            result.completeExceptionally(e);
        }
    }

    /** A result that is no object would make the client drop the connection ({@code wire.md} section 8). */
    private static byte[] checked(byte[] result) {
        if (result != null && (result.length < 2 || result[0] != '{' || result[result.length - 1] != '}')) {
            throw new IllegalStateException("a facade's result is not a JSON object");
        }
        return result;
    }

    private static CompletableFuture<byte[]> done(Runnable action) {
        action.run();
        return CompletableFuture.completedFuture("{}".getBytes(StandardCharsets.UTF_8));
    }

    private record Call(Caller caller, String modelUuid, Watchers watchers) implements CallContext {
        @Override
        public String watch(Watch watch) {
            return watchers.register(watch);
        }
    }
}
