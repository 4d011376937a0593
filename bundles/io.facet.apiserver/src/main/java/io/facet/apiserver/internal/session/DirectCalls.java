// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.access.api.ConnectedModel;
import io.facet.apiserver.api.CallException;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.CallTrail;
import io.facet.apiserver.internal.FailureLog;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.RunningCalls;
import io.facet.apiserver.internal.watch.Watchers;
import io.facet.facade.api.Caller;
import io.facet.rpc.FatalMessageException;
import io.facet.rpc.GoText;
import io.facet.rpc.Invocation;
import io.facet.rpc.Request;
import io.facet.rpc.RpcException;
import io.facet.rpc.Trace;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Calls from inside the controller. They go the way of a client's call, with a connection that lasts for one call. */
public final class DirectCalls {

    private final ServerContext context;
    private final RunningCalls running = new RunningCalls(() -> {});

    public DirectCalls(ServerContext context) {
        this.context = context;
    }

    /** As {@link io.facet.apiserver.api.ApiServer#call}. */
    public CompletableFuture<byte[]> call(DirectCall call) {
        PeerEvents peer = new PeerEvents(context.listeners(), new Peer(0, "", call.authTag(), call.modelUuid()));
        CallTrail trail = new CallTrail(peer.peer());
        Watchers watchers = new Watchers(context, peer);
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        CompletableFuture.completedFuture(call)
                .thenCompose(unused -> begin(call, trail, new CallRunner(context, running, peer), watchers))
                .whenComplete((value, failure) -> {
                    watchers.close();
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(refusal(trail, failure));
                    }
                });
        return result;
    }

    private CompletableFuture<byte[]> begin(DirectCall call, CallTrail trail, CallRunner runner, Watchers watchers) {
        // A client is not read from at the limit; here nobody could wait.
        if (running.count() >= context.settings().get().maxRunningCalls()) {
            throw RpcException.tryAgain();
        }
        Caller caller = new Caller(call.authTag(), kind(call.authTag()), call.controller());
        Request request = request(call);
        if (!request.params().isObject()) {
            throw request.badParams();
        }
        return context.logins().model(runner, call.modelUuid()).thenCompose(model -> {
            ServedFacades facades = new ServedFacades(
                    context,
                    new ConnectionContext(
                            caller, known(model, call, runner.peer()).uuid(), watchers),
                    call.modelType(),
                    FacadeRestriction.of(call.modelUuid()),
                    DirectCalls::withoutConnection,
                    runner);
            try {
                return facades.resolve(request, trail).invoke(request.params().json());
            } catch (RpcException e) {
                runner.peer().refused(Refusal.NOT_IMPLEMENTED);
                throw e;
            }
        });
    }

    private static Request request(DirectCall call) {
        if (AdminFacade.NAME.equals(call.facade())) {
            throw withoutConnection(call.facade());
        }
        try {
            Request.Params params = Request.Params.of(call.params());
            return new Request(1, call.facade(), call.version(), "", call.method(), params, Trace.NONE);
        } catch (FatalMessageException e) {
            throw new RpcException("bad request", e.getMessage());
        }
    }

    private static ConnectedModel known(Optional<ConnectedModel> model, DirectCall call, PeerEvents peer) {
        return model.orElseThrow(() -> {
            peer.refused(Refusal.UNKNOWN_MODEL);
            return Unresolved.model(call.modelUuid());
        });
    }

    private static Caller.Kind kind(String tag) {
        String prefix = tag.substring(0, Math.max(0, tag.indexOf('-')));
        return Arrays.stream(Caller.Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(prefix))
                .findFirst()
                .orElseThrow(() -> new RpcException("", GoText.quote(tag) + " is not a valid tag"));
    }

    private static Invocation withoutConnection(Request request) {
        throw withoutConnection(request.type());
    }

    private static RpcException withoutConnection(String facade) {
        return new RpcException(
                "not supported",
                "facade " + GoText.quote(facade) + " belongs to a connection and cannot be called without one");
    }

    private static CallException refusal(CallTrail trail, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        RpcException answer = cause instanceof RpcException known ? known : FailureLog.report(trail, cause);
        return new CallException(answer.code(), answer.getMessage());
    }
}
