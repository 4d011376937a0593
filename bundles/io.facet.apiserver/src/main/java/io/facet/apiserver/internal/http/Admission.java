// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.http;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginRequest;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.InFlight;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.RunningCalls;
import io.facet.facade.api.HttpIntake;
import io.facet.facade.api.HttpRefusal;
import io.facet.facade.api.HttpReply;
import io.facet.facade.api.HttpRequest;
import io.facet.facade.api.HttpResource;
import io.facet.rpc.RpcException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides whether a request reaches its resource: model, resource, credentials, then the resource itself. */
public final class Admission {

    private final ServerContext context;
    private final RunningCalls running = new RunningCalls(() -> {});
    private final String remoteAddress;

    /** @param remoteAddress address and port of the client */
    public Admission(ServerContext context, String remoteAddress) {
        this.context = context;
        this.remoteAddress = remoteAddress;
    }

    /**
     * A request that has begun.
     *
     * @param intake what takes its body
     * @param place given up when the request has ended, so that its resource does not go away meanwhile
     */
    public record Admitted(HttpIntake intake, InFlight.Lease place) {}

    /** The answer to a request that failed in this way. */
    public static HttpReply answer(Throwable failure) {
        return Refusals.of(failure);
    }

    /**
     * The intake of a request.
     *
     * @return fails with what {@link #answer} turns into a reply
     */
    public CompletionStage<Admitted> admit(ResourcePath path, io.netty.handler.codec.http.HttpRequest head) {
        long arrived = System.nanoTime();
        PeerEvents client = new PeerEvents(context.listeners(), new Peer(0, remoteAddress, "", path.model()));
        CallRunner runner = new CallRunner(context, running, client);
        return context.logins().model(runner, path.model()).thenCompose(model -> {
            if (model.isEmpty()) {
                client.refused(Refusal.UNKNOWN_MODEL);
                throw new HttpRefusal(Refusals.unknownModel(path.model()));
            }
            return context.resources()
                    .take(path.segment(), client::refused)
                    .thenCompose(taken -> begin(runner, arrived, taken, path, head, model.get()));
        });
    }

    private CompletionStage<Admitted> begin(
            CallRunner runner,
            long arrived,
            Resources.Taken taken,
            ResourcePath path,
            io.netty.handler.codec.http.HttpRequest head,
            ConnectedModel model) {
        return CompletableFuture.completedFuture(taken.resource())
                .thenCompose(resource -> peer(runner, arrived, resource, path, head)
                        .thenApply(peer -> resource.begin(request(path, head, model, peer))))
                .thenApply(intake -> new Admitted(intake, taken.place()))
                .whenComplete((admitted, failure) -> {
                    if (failure != null) {
                        taken.place().release();
                    }
                });
    }

    private CompletionStage<Optional<LoginDecision.Accepted>> peer(
            CallRunner runner,
            long arrived,
            HttpResource resource,
            ResourcePath path,
            io.netty.handler.codec.http.HttpRequest head) {
        if (!resource.needsLogin(head.method().name())) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        HttpHeaders headers = head.headers();
        LoginRequest login = Credentials.login(
                        path.model(), headers.get(HttpHeaderNames.AUTHORIZATION), headers.get(Credentials.NONCE))
                .orElseThrow(() -> new HttpRefusal(Refusals.noCredentials()));
        return context.logins()
                .login(runner, login)
                .whenComplete((decision, failure) -> {
                    String outcome = decision instanceof LoginDecision.Refused refused
                            ? PeerEvents.outcome(new RpcException(refused.code(), refused.message()))
                            : PeerEvents.outcome(failure);
                    runner.peer().loggedIn(login.authTag(), arrived, outcome);
                })
                .thenApply(decision -> {
                    if (decision instanceof LoginDecision.Refused refused) {
                        throw new HttpRefusal(Refusals.notAuthenticated(refused));
                    }
                    return Optional.of((LoginDecision.Accepted) decision);
                });
    }

    private static HttpRequest request(
            ResourcePath path,
            io.netty.handler.codec.http.HttpRequest head,
            ConnectedModel model,
            Optional<LoginDecision.Accepted> peer) {
        Map<String, String> query = new HashMap<>();
        new QueryStringDecoder(head.uri())
                .parameters()
                .forEach((name, values) -> query.put(name, values.isEmpty() ? "" : values.get(0)));
        CharSequence type = HttpUtil.getMimeType(head);
        return new HttpRequest(
                head.method().name(),
                head.headers().get(HttpHeaderNames.HOST, ""),
                model.uuid(),
                path.name(),
                query,
                type == null ? "" : type.toString(),
                peer);
    }
}
