// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.CallTrail;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.apiserver.internal.facade.FacadeProvider;
import io.facet.apiserver.internal.facade.FacadeRegistry;
import io.facet.facade.api.CallContext;
import io.facet.rpc.GoText;
import io.facet.rpc.Invocation;
import io.facet.rpc.Request;
import io.facet.rpc.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What somebody who has an identity can call on a model: the server's own facades, and whatever is registered. */
final class ServedFacades {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final ServerContext context;
    private final CallContext call;
    private final String modelType;
    private final FacadeRestriction restriction;
    private final Function<Request, Invocation> builtIn;
    private final CallRunner runner;

    /**
     * @param call what facades get to know of the caller
     * @param modelType type of the model it is connected to
     * @param builtIn finds the method of a request for one of {@link BuiltInFacades#KEYS}
     */
    ServedFacades(
            ServerContext context,
            CallContext call,
            String modelType,
            FacadeRestriction restriction,
            Function<Request, Invocation> builtIn,
            CallRunner runner) {
        this.context = context;
        this.call = call;
        this.modelType = modelType;
        this.restriction = restriction;
        this.builtIn = builtIn;
        this.runner = runner;
    }

    /**
     * What the request calls.
     *
     * @throws RpcException if there is no such method, or not for this caller
     */
    Invocation resolve(Request request, CallTrail trail) {
        restriction.check(request.type());
        FacadeKey key = new FacadeKey(request.type(), request.version());
        if (BuiltInFacades.KEYS.contains(key)) {
            return builtIn.apply(request);
        }
        if (key.version() == 0) {
            throw Unresolved.facade(key.name(), 0);
        }
        Optional<FacadeProvider> provider = find(key, request.method());
        if (provider.isEmpty() && !context.facades().isInstalled(key)) {
            throw Unresolved.facade(key.name(), key.version());
        }
        return params -> new InProgress(key, request.method(), params, trail).begin(provider);
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

    /** A result that is no object would make the client drop the connection ({@code wire.md} section 8). */
    private static byte[] checked(byte[] result) {
        if (result != null && (result.length < 2 || result[0] != '{' || result[result.length - 1] != '}')) {
            throw new IllegalStateException("a facade's result is not a JSON object");
        }
        return result == null ? EMPTY_OBJECT : result;
    }

    /** One call of a registered facade, from its arrival to its outcome. */
    private final class InProgress {

        private final FacadeKey key;
        private final String method;
        private final byte[] params;
        private final CallTrail trail;
        private final long arrived = System.nanoTime();
        private final CompletableFuture<byte[]> result = new CompletableFuture<>();

        /** Whether the provider found last says so; not known to be as long as none was found. */
        private volatile boolean readOnly;

        InProgress(FacadeKey key, String method, byte[] params, CallTrail trail) {
            this.key = key;
            this.method = method;
            this.params = params;
            this.trail = trail;
        }

        CompletableFuture<byte[]> begin(Optional<FacadeProvider> provider) {
            PeerEvents peer = runner.peer();
            if (peer.isHeard()) {
                result.whenComplete((value, failure) -> peer.called(() -> event(value, failure)));
            }
            if (provider.isPresent()) {
                run(provider.get());
            } else {
                park(context.parking().deadline());
            }
            return result;
        }

        private CallEvent event(byte[] value, Throwable failure) {
            return new CallEvent(
                    trail.id(),
                    trail.peer(),
                    key.name(),
                    Math.toIntExact(key.version()),
                    method,
                    readOnly,
                    PeerEvents.since(arrived),
                    PeerEvents.outcome(failure),
                    params,
                    value);
        }

        private void run(FacadeProvider provider) {
            readOnly = provider.readOnly().contains(method);
            runner.run(trail, this::call, result);
        }

        /** On a call thread: calls whoever serves now, which need not be the one who did when the call came. */
        private CompletionStage<byte[]> call() throws Exception {
            Optional<FacadeRegistry.Lease> lease = context.facades().lease(key);
            if (lease.isEmpty()) {
                resume(context.parking().deadline());
                return result;
            }
            FacadeProvider provider = lease.get().provider();
            readOnly = provider.readOnly().contains(method);
            return lease.get()
                    .place()
                    .run(() -> {
                        if (!provider.methods().contains(method)) {
                            runner.peer().refused(Refusal.NOT_IMPLEMENTED);
                            throw Unresolved.method(key.name(), key.version(), method);
                        }
                        return provider.facade().call(call, method, params);
                    })
                    .thenApply(ServedFacades::checked);
        }

        private void park(long deadline) {
            CompletableFuture<Void> turn = context.parking().park(key, deadline, runner.peer()::refused);
            turn.whenComplete((unused, failure) -> {
                if (failure != null) {
                    if (result.completeExceptionally(failure)) {
                        context.facades().waitedInVain(key);
                    }
                } else if (!result.isDone()) {
                    resume(deadline);
                }
            });
            // A connection that ends does not leave its calls in the car park.
            result.whenComplete((unused, failure) -> turn.cancel(false));
            if (context.facades().find(key).isPresent()) {
                context.parking().wake(key);
            }
        }

        private void resume(long deadline) {
            try {
                Optional<FacadeProvider> provider = find(key, method);
                if (provider.isPresent()) {
                    run(provider.get());
                } else if (context.facades().isInstalled(key)) {
                    park(deadline);
                } else {
                    throw Unresolved.facade(key.name(), key.version());
                }
            } catch (RpcException e) {
                if (result.completeExceptionally(e)) {
                    runner.peer().refused(Refusal.NOT_IMPLEMENTED);
                }
            }
        }
    }
}
