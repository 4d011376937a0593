// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.FailureLog;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.session.Link;
import io.facet.apiserver.internal.session.Session;
import io.facet.rpc.FatalMessageException;
import io.facet.rpc.RpcConnection;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection ({@code wire.md} 1.3): frames in, frames out, and when to read.
 *
 * <p>Reading stops while too many ordinary calls run or too much is unsent, and TCP then holds the peer back. {@code
 * Ping}, {@code Stop} and {@code Next} are not counted, so they never bring this about, and none is refused for it; one
 * that arrives meanwhile waits in the socket like everything else, and the ping watchdog does not count that time.
 */
final class WebSocketConnection extends SimpleChannelInboundHandler<WebSocketFrame> implements Link {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    /** How long a peer may take to answer a close frame before TCP is closed all the same. */
    private static final long CLOSE_GRACE_MS = 1000;

    /** The same for a peer whose frames are broken: no answer of it can be understood. */
    private static final long BROKEN_GRACE_MS = 100;

    private final ServerContext context;
    private final Connections connections;
    private final Channel channel;
    private final Session session;
    private final RpcConnection rpc;

    /** The close frame is out, or the peer is gone: nothing more is read or written. Used on the event loop only. */
    private boolean closing;

    /** The upgrade is done: from here on this handler says when to read. Used on the event loop only. */
    private boolean attached;

    /** Bytes of the messages received; written on the event loop only. */
    private volatile long bytesIn;

    /** Bytes of the messages sent; written on the event loop only. */
    private volatile long bytesOut;

    WebSocketConnection(ServerContext context, Connections connections, Channel channel, String modelUuid) {
        this.context = context;
        this.connections = connections;
        this.channel = channel;
        this.session =
                new Session(context, new Peer(connections.nextId(), RemoteAddress.of(channel), "", modelUuid), this);
        this.rpc = new RpcConnection(session, this::send, FailureLog::report);
    }

    Session session() {
        return session;
    }

    long id() {
        return session.peer().peer().connection();
    }

    ConnectionStatus status() {
        return session.status(bytesIn, bytesOut);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connections.add(this);
        session.peer().connected();
        attached = true;
        regulateReading();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            closedByPeer(close);
        } else if (closing) {
            return;
        } else if (frame instanceof PingWebSocketFrame) {
            ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (!(frame instanceof PongWebSocketFrame)) {
            receive(ByteBufUtil.getBytes(frame.content()));
        }
    }

    private void receive(byte[] message) {
        bytesIn += message.length;
        context.traffic().bytesIn().add(message.length);
        try {
            rpc.receive(message);
        } catch (FatalMessageException e) {
            LOG.debug("Closing connection {}: {}", status(), e.getMessage());
            session.peer().refused(Refusal.MALFORMED_MESSAGE);
            closeNow(CLOSE_GRACE_MS);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        regulateReading();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        end();
        connections.remove(this);
        session.peer().disconnected();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("Closing connection {}", status(), cause);
        if (!closing) {
            // Anything else is the network's doing, or a fault of TLS.
            if (isTooLarge(cause)) {
                session.peer().refused(Refusal.MESSAGE_TOO_LARGE);
            } else if (cause instanceof CorruptedFrameException) {
                session.peer().refused(Refusal.MALFORMED_MESSAGE);
            }
        }
        closeNow(BROKEN_GRACE_MS);
    }

    /** A frame that is too large, or a message of many. */
    private static boolean isTooLarge(Throwable cause) {
        return cause instanceof TooLongFrameException
                || (cause instanceof CorruptedWebSocketFrameException broken
                        && broken.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
    }

    @Override
    public void close() {
        onEventLoop(() -> closeNow(CLOSE_GRACE_MS));
    }

    @Override
    public void loadChanged() {
        boolean saturated = isSaturated();
        if (saturated == channel.config().isAutoRead()) {
            onEventLoop(this::regulateReading);
        }
    }

    @Override
    public boolean isSaturated() {
        return session.runningCalls() >= context.settings().get().maxRunningCalls();
    }

    private void regulateReading() {
        if (!attached) {
            return;
        }
        boolean read;
        do {
            read = mayRead();
            channel.config().setAutoRead(read);
            // A call may have ended on another thread just before reading stopped, and seen no need to say so.
        } while (read != mayRead());
    }

    /** While closing, the peer's last bytes are read and dropped, or TCP would reset what was sent to it. */
    private boolean mayRead() {
        return closing || (!isSaturated() && channel.isWritable());
    }

    private void send(byte[] reply) {
        onEventLoop(() -> {
            if (!closing) {
                bytesOut += reply.length;
                context.traffic().bytesOut().add(reply.length);
                channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(reply)));
            }
        });
    }

    /** Ends the connection from this side: what runs is cancelled and answered, then an empty close frame follows. */
    private void closeNow(long graceMs) {
        if (closing) {
            return;
        }
        rpc.close();
        closing = true;
        end();
        regulateReading();
        channel.writeAndFlush(new CloseWebSocketFrame());
        channel.eventLoop().schedule(() -> channel.close(), graceMs, TimeUnit.MILLISECONDS);
    }

    /** Echoes a close with its status code; an answer to our own close just ends the wait for it. */
    private void closedByPeer(CloseWebSocketFrame close) {
        if (closing) {
            channel.close();
            return;
        }
        closing = true;
        end();
        CloseWebSocketFrame echo =
                close.statusCode() < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(close.statusCode(), "");
        channel.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
    }

    private void end() {
        rpc.close();
        session.end();
    }

    private void onEventLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else if (!channel.eventLoop().isShutdown()) {
            channel.eventLoop().execute(task);
        }
    }
}
