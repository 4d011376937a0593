// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.http.Admission;
import io.facet.apiserver.internal.http.ResourcePath;
import io.facet.facade.api.HttpRefusal;
import io.facet.facade.api.HttpReply;
import io.facet.rpc.GoText;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Takes the requests for HTTP resources out of the stream and lets the others pass. One request is served at a time; what
 * the client sends behind it waits. Used on the event loop of its channel only.
 */
final class ResourceHandler extends ChannelInboundHandlerAdapter {

    private final ServerContext context;
    private final Health health;
    private final Admission admission;

    /** The request being served, or null. */
    private ResourceExchange current;

    /** @param remoteAddress address and port of the client */
    ResourceHandler(ServerContext context, Health health, String remoteAddress) {
        this.context = context;
        this.health = health;
        this.admission = new Admission(context, remoteAddress);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (current != null && message instanceof HttpContent content) {
            current.receive(content);
            return;
        }
        Optional<ResourcePath> path =
                message instanceof HttpRequest head && !health.isStopping() ? path(head) : Optional.empty();
        if (path.isEmpty()) {
            ctx.fireChannelRead(message);
            return;
        }
        begin(ctx, (HttpRequest) message, path.get());
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (current != null) {
            current.end();
        }
        ctx.fireChannelInactive();
    }

    private Optional<ResourcePath> path(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return Optional.empty();
        }
        try {
            return ResourcePath.parse(new QueryStringDecoder(head.uri()).path())
                    .filter(path -> context.resources().isKnown(path.segment()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head, ResourcePath path) {
        ctx.channel().config().setAutoRead(false);
        // The exchange itself watches the time, and only when it is the client who is waited for.
        ctx.pipeline().remove(ServerChannels.HTTP_TIMEOUT);
        long patienceMs = context.settings().get().handshakeTimeout().toMillis();
        current = new ResourceExchange(ctx, head, context.calls(), patienceMs, () -> ended(ctx, patienceMs));
        if (!ApiPath.isValid(path.model())) {
            HttpReply refusal = HttpReply.text(400, "invalid model UUID " + GoText.quote(path.model()));
            current.begin(CompletableFuture.failedFuture(new HttpRefusal(refusal)));
        } else {
            current.begin(admission.admit(path, head));
        }
    }

    /** The next request may come. */
    private void ended(ChannelHandlerContext ctx, long timeoutMs) {
        current = null;
        ctx.pipeline()
                .addBefore(
                        ctx.pipeline().context(HttpServerCodec.class).name(),
                        ServerChannels.HTTP_TIMEOUT,
                        new ReadTimeoutHandler(timeoutMs, TimeUnit.MILLISECONDS));
        ctx.channel().config().setAutoRead(true);
    }
}
