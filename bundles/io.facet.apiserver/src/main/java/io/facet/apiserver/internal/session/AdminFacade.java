// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginRequest;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.rpc.Invocation;
import io.facet.rpc.Request;
import io.facet.rpc.RpcException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code Admin} version 3, all there is before login ({@code wire.md} section 4). */
final class AdminFacade {

    static final String NAME = "Admin";

    private static final long VERSION = 3;

    /** Logins that may wait behind one another; a client has no reason to send even two. */
    private static final int MAX_QUEUED = 16;

    private final ServerContext context;
    private final Session session;
    private final CallRunner runner;

    /** Completes when the login before has ended: logins of a connection run one after another; guarded by this. */
    private CompletableFuture<Void> turn = CompletableFuture.completedFuture(null);

    /** How many logins run or wait. */
    private final AtomicInteger queued = new AtomicInteger();

    /** Whether the peer's identity is established, even if it was then refused; used by one login at a time. */
    private volatile boolean identified;

    AdminFacade(ServerContext context, Session session, CallRunner runner) {
        this.context = context;
        this.session = session;
        this.runner = runner;
    }

    Invocation resolve(Request request) {
        if (!NAME.equals(request.type())) {
            throw Unresolved.facade(request.type(), request.version());
        }
        if (request.version() != VERSION) {
            throw new RpcException(
                    "not supported", "this version of Juju does not support login from old clients (not supported)");
        }
        Invocation method =
                switch (request.method()) {
                    case "Login" -> this::login;
                    case "RedirectInfo" ->
                        params -> CompletableFuture.failedFuture(new RpcException("", "not redirected"));
                    // The reference numbers the methods of this facade with version 0.
                    default -> throw Unresolved.method(NAME, 0, request.method());
                };
        return request.id().isEmpty()
                ? method
                : params -> CompletableFuture.failedFuture(new RpcException("not found", "id not found"));
    }

    private CompletableFuture<byte[]> login(byte[] json) {
        long arrived = System.nanoTime();
        LoginParams params = LoginParams.decode(json);
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        result.whenComplete((reply, failure) -> {
            queued.decrementAndGet();
            runner.peer().loggedIn(params.authTag(), arrived, PeerEvents.outcome(failure));
        });
        if (queued.incrementAndGet() > MAX_QUEUED) {
            result.completeExceptionally(RpcException.tryAgain());
            return result;
        }
        CompletableFuture<Void> before;
        synchronized (this) {
            before = turn;
            turn = result.handle((reply, failure) -> null);
        }
        before.thenRun(() -> begin(params, result));
        return result;
    }

    private void begin(LoginParams params, CompletableFuture<byte[]> result) {
        if (identified) {
            result.completeExceptionally(new RpcException("", "already logged in"));
            return;
        }
        if (!params.token().isEmpty()) {
            result.completeExceptionally(new RpcException("not supported", "login with a token is not supported"));
            return;
        }
        LoginRequest request =
                new LoginRequest(session.modelUuid(), params.authTag(), params.credentials(), params.nonce());
        session.model()
                .thenCompose(model ->
                        context.logins().login(runner, request).thenApply(decision -> decided(decision, model, result)))
                .whenComplete((reply, failure) -> {
                    if (failure == null) {
                        result.complete(reply);
                    } else {
                        result.completeExceptionally(
                                failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                });
    }

    private byte[] decided(LoginDecision decision, ConnectedModel model, CompletableFuture<byte[]> result) {
        if (decision instanceof LoginDecision.Refused refused) {
            identified = refused.late();
            throw new RpcException(refused.code(), refused.message());
        }
        LoginDecision.Accepted accepted = (LoginDecision.Accepted) decision;
        if (result.isDone()) {
            // The connection ended meanwhile: nobody is there to be logged in.
            throw RpcException.canceled();
        }
        identified = true;
        // Before the reply is sent, so that whatever the client sends on receiving it finds the facades.
        session.loggedIn(accepted, model);
        return LoginReply.encode(accepted, session.modelUuid(), reachable());
    }

    private SortedSet<FacadeKey> reachable() {
        SortedSet<FacadeKey> reachable = new TreeSet<>(context.facades().offered());
        reachable.addAll(BuiltInFacades.KEYS);
        reachable.removeIf(key -> !session.restriction().admits(key.name()));
        return reachable;
    }
}
