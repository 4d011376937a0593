// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.facet.apiserver.internal.ServerContext;
import io.facet.rpc.GoText;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.flow.FlowControlHandler;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers HTTP requests, and turns those for an API path into WebSocket connections ({@code wire.md} 1.2 and 7). */
final class HttpRouter extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpRouter.class);

    private final ServerContext context;
    private final Connections connections;
    private final Health health;

    HttpRouter(ServerContext context, Connections connections, Health health) {
        this.context = context;
        this.connections = connections;
        this.health = health;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        Optional<String> path = path(request);
        if (path.isEmpty()) {
            HttpAnswer.send(ctx, request, HttpAnswer.text(BAD_REQUEST, "Bad Request"));
        } else if ("/health".equals(path.get())) {
            answerHealth(ctx, request);
        } else if (health.isStopping()) {
            HttpAnswer.send(ctx, request, HttpAnswer.text(SERVICE_UNAVAILABLE, "apiserver shutdown in progress"));
        } else {
            ApiPath.model(path.get())
                    .ifPresentOrElse(
                            model -> connect(ctx, request, model),
                            () -> HttpAnswer.send(ctx, request, HttpAnswer.text(NOT_FOUND, "404 page not found")));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A failed handshake, a port scan, a peer that went away: the other side's doing, not worth an operator's time.
        LOG.debug("Closing {} before it became a WebSocket connection", ctx.channel(), cause);
        ctx.close();
    }

    private static Optional<String> path(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QueryStringDecoder(request.uri()).path());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void answerHealth(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!HttpMethod.GET.equals(request.method())) {
            FullHttpResponse refusal = HttpAnswer.text(METHOD_NOT_ALLOWED, "Method Not Allowed");
            refusal.headers().set(HttpHeaderNames.ALLOW, "GET");
            HttpAnswer.send(ctx, request, refusal);
            return;
        }
        HttpResponseStatus status = health.isRunning() ? OK : SERVICE_UNAVAILABLE;
        HttpAnswer.send(ctx, request, HttpAnswer.text(status, health.text()));
    }

    private void connect(ChannelHandlerContext ctx, FullHttpRequest request, String model) {
        if (!ApiPath.isValid(model)) {
            HttpAnswer.send(ctx, request, HttpAnswer.text(BAD_REQUEST, "invalid model UUID " + GoText.quote(model)));
        } else if (!isUpgrade(request)) {
            refuseUpgrade(ctx, request, BAD_REQUEST, "Bad Request");
        } else if (!HttpMethod.GET.equals(request.method())) {
            refuseUpgrade(ctx, request, METHOD_NOT_ALLOWED, "Method Not Allowed");
        } else if (!request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", true)
                || !request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            refuseUpgrade(ctx, request, BAD_REQUEST, "Bad Request");
        } else {
            open(ctx, request, model);
        }
    }

    private static boolean isUpgrade(FullHttpRequest request) {
        return request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    private static void refuseUpgrade(
            ChannelHandlerContext ctx, FullHttpRequest request, HttpResponseStatus status, String text) {
        FullHttpResponse refusal = HttpAnswer.text(status, text);
        refusal.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WebSocketVersion.V13.toHttpHeaderValue());
        HttpAnswer.send(ctx, request, refusal);
    }

    /** Upgrades once it is known whether the model exists; nothing is read meanwhile. */
    private void open(ChannelHandlerContext ctx, FullHttpRequest request, String model) {
        WebSocketConnection connection = new WebSocketConnection(context, connections, ctx.channel(), model);
        ctx.channel().config().setAutoRead(false);
        request.retain();
        connection.session().open().whenComplete((unused, failure) -> ctx.executor()
                .execute(() -> {
                    try {
                        if (ctx.channel().isActive()) {
                            upgrade(ctx, request, connection);
                        }
                    } finally {
                        request.release();
                    }
                }));
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request, WebSocketConnection connection) {
        int maxFrameBytes = context.settings().get().maxFrameBytes();
        WebSocketDecoderConfig decoding = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxFrameBytes)
                .allowExtensions(false)
                // A violation ends in an empty close frame like everything else; invalid UTF-8 is none here.
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
        ChannelPipeline pipeline = ctx.pipeline();
        new WebSocketServerHandshaker13(request.uri(), null, decoding).handshake(ctx.channel(), request);
        pipeline.remove(ServerChannels.HTTP_TIMEOUT);
        pipeline.remove(ServerChannels.HTTP_RESOURCES);
        pipeline.remove(ServerChannels.HTTP_FLOW);
        pipeline.addLast(new WebSocketFrameAggregator(maxFrameBytes));
        pipeline.addLast(new FlowControlHandler());
        pipeline.addLast(connection);
        pipeline.remove(this);
        if (health.isStopping()) {
            connection.close();
        }
    }
}
