// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An open WebSocket: requests go out with a number, replies come back in any order ({@code wire.md} section 2). Its futures
 * complete on the socket thread.
 */
final class Wire extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int CLOSE_NORMAL = 1000;
    private static final long CLOSE_GRACE_MS = 1_000;

    private final Channel channel;
    private final String peer;
    private final int maxOutstanding;
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicInteger outstanding = new AtomicInteger();
    /** Calls without an answer, by request-id. */
    private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();

    private final CompletableFuture<ConnectionException> closed = new CompletableFuture<>();
    /** Set before the channel is closed from this side, else the peer did it. */
    private volatile ConnectionException cause;

    Wire(Channel channel, String peer, int maxOutstanding) {
        this.channel = channel;
        this.peer = peer;
        this.maxOutstanding = maxOutstanding;
    }

    /** Completes with the reason when the connection has ended. */
    CompletableFuture<ConnectionException> closed() {
        return closed;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    String peer() {
        return peer;
    }

    /**
     * The {@code response} of a request.
     *
     * @param watcherId id in the envelope, empty except for watcher facades
     * @param timeout how long to wait; zero for ever
     */
    CompletableFuture<JsonNode> call(
            String facade, int version, String watcherId, String request, Object params, Duration timeout) {
        String what = facade + "." + request;
        if (outstanding.incrementAndGet() > maxOutstanding) {
            outstanding.decrementAndGet();
            return CompletableFuture.failedFuture(new ApiException(
                    ApiException.TRY_AGAIN,
                    what + " not sent: " + maxOutstanding + " calls already wait for an answer"));
        }
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        long id = lastId.incrementAndGet();
        // The user gets a future of his own: when he sees the answer, the call no longer counts.
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        reply.whenComplete((value, failure) -> {
            outstanding.decrementAndGet();
            pending.remove(id);
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        byte[] message;
        try {
            message = encode(id, facade, version, watcherId, request, params);
        } catch (JsonProcessingException e) {
            reply.completeExceptionally(new ApiException("", "cannot write the parameters of " + what, e));
            return answer;
        }
        pending.put(id, reply);
        if (closed.isDone()) {
            // The sweep at the end may have run before this call was entered.
            reply.completeExceptionally(lost());
            return answer;
        }
        channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(message)))
                .addListener(write -> {
                    if (!write.isSuccess()) {
                        reply.completeExceptionally(lost());
                    }
                });
        if (!timeout.isZero()) {
            expire(reply, what, timeout);
        }
        return answer;
    }

    /** Ends the connection; every call without an answer fails with {@code reason}. */
    void close(ConnectionException reason) {
        if (cause == null) {
            cause = reason;
        }
        channel.writeAndFlush(new CloseWebSocketFrame(CLOSE_NORMAL, "")).addListener(ChannelFutureListener.CLOSE);
        if (!loop().isShuttingDown()) {
            // A peer that no longer reads would keep the close frame, and with it the connection, for ever.
            loop().schedule(() -> channel.close(), CLOSE_GRACE_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame) {
            context.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
        } else if (!(frame instanceof PongWebSocketFrame)) {
            receive(frame);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed.complete(cause != null ? cause : new ConnectionException("connection closed by " + peer));
        pending.values().forEach(reply -> reply.completeExceptionally(lost()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (cause == null) {
            cause = new ConnectionException("connection to " + peer + " lost: " + failure.getMessage(), failure);
        }
        context.close();
    }

    private void receive(WebSocketFrame frame) {
        JsonNode reply;
        try (InputStream content = new ByteBufInputStream(frame.content())) {
            reply = Json.MAPPER.readTree(content);
        } catch (IOException e) {
            close(new ConnectionException(peer + " sent a message that is not JSON", e));
            return;
        }
        CompletableFuture<JsonNode> waiting =
                pending.get(reply.path("request-id").asLong());
        if (waiting == null) {
            // The answer to a call that was given up.
            return;
        }
        String error = reply.path("error").asText("");
        if (error.isEmpty()) {
            waiting.complete(reply.path("response"));
        } else {
            waiting.completeExceptionally(
                    new ApiException(reply.path("error-code").asText(""), error));
        }
    }

    private ConnectionException lost() {
        ConnectionException reason = closed.getNow(cause);
        return reason != null ? reason : new ConnectionException("connection to " + peer + " lost");
    }

    private void expire(CompletableFuture<JsonNode> reply, String what, Duration timeout) {
        Future<?> timer = loop().schedule(
                        () -> reply.completeExceptionally(new CallTimeoutException(
                                what + " got no answer from " + peer + " within " + timeout.toMillis() + " ms")),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        reply.whenComplete((value, failure) -> timer.cancel(false));
    }

    private static byte[] encode(long id, String facade, int version, String watcherId, String request, Object params)
            throws JsonProcessingException {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("request-id", id);
        envelope.put("type", facade);
        envelope.put("version", version);
        if (!watcherId.isEmpty()) {
            envelope.put("id", watcherId);
        }
        envelope.put("request", request);
        envelope.put("params", params == null ? Map.of() : params);
        return Json.MAPPER.writeValueAsBytes(envelope);
    }
}
