// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Turns a fresh TLS connection into a WebSocket, then makes way for {@link Wire}. */
final class UpgradeHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int MAX_REFUSAL_BYTES = 64 << 10;

    private final String address;
    private final DialOptions options;
    private final WebSocketClientHandshaker handshaker;
    private final CompletableFuture<Wire> upgraded;

    private UpgradeHandler(String address, DialOptions options, CompletableFuture<Wire> upgraded) {
        this.address = address;
        this.options = options;
        this.upgraded = upgraded;
        this.handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                URI.create("wss://" + address + options.path()),
                WebSocketVersion.V13,
                null,
                false,
                new DefaultHttpHeaders(),
                options.maxMessageBytes());
    }

    static void install(Channel channel, String address, DialOptions options, CompletableFuture<Wire> upgraded) {
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(MAX_REFUSAL_BYTES))
                .addLast(new UpgradeHandler(address, options, upgraded));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent tls) {
            if (tls.isSuccess()) {
                handshaker.handshake(context.channel());
            } else {
                fail("TLS handshake with " + address + " failed: " + tls.cause().getMessage(), tls.cause());
            }
        }
        super.userEventTriggered(context, event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        if (!HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status())) {
            fail(
                    address + " refused the connection: "
                            + response.content()
                                    .toString(StandardCharsets.UTF_8)
                                    .strip() + " ("
                            + response.status().reasonPhrase() + ")",
                    null);
            return;
        }
        Channel channel = context.channel();
        handshaker.finishHandshake(channel, response);
        Wire wire = new Wire(channel, address, options.maxOutstanding());
        context.pipeline()
                .addLast(new WebSocketFrameAggregator(options.maxMessageBytes()))
                .addLast(wire)
                .remove(this);
        upgraded.complete(wire);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail("connection closed by " + address + " before it was established", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        fail("cannot connect to " + address + ": " + failure.getMessage(), failure);
    }

    private void fail(String message, Throwable cause) {
        upgraded.completeExceptionally(new ConnectionException(message, cause));
    }
}
