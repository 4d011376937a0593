// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the transport alone can do: the sockets, TLS and WebSocket frames of Facet's own server, with the same settings, and
 * nothing behind them. It understands just enough for Facet's client to talk to it: it accepts every login, holds each
 * {@code Next} until somebody calls {@code Bench.Push}, and answers everything else at once with the same small result.
 *
 * <p>Arguments: PEM files with certificate and key. The first line of its output is the port.
 */
final class EchoServer {

    private static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;
    private static final int HIGH_WATER_BYTES = 4 * 1024 * 1024;
    private static final byte[] LIFE =
            ",\"response\":{\"results\":[{\"life\":\"alive\"}]}}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] EVENT = ",\"response\":{\"changes\":[\"1\"]}}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WATCHER =
            ",\"response\":{\"watcher-id\":\"1\",\"changes\":[]}}".getBytes(StandardCharsets.UTF_8);

    /** {@code {"request-id":}, with which the client begins every message. */
    private static final int ID_AT = 14;

    private final Map<Channel, Watcher> watchers = new ConcurrentHashMap<>();

    private final SslContext tls;

    private EchoServer(SslContext tls) {
        this.tls = tls;
    }

    /** Serves until it is killed. */
    public static void main(String[] files) throws Exception {
        SslContext tls = SslContextBuilder.forServer(new File(files[0]), new File(files[1]))
                .sslProvider(SslProvider.JDK)
                .build();
        Channel listening = new EchoServer(tls).listen();
        System.out.println(((InetSocketAddress) listening.localAddress()).getPort());
        listening.closeFuture().sync();
    }

    private Channel listen() throws InterruptedException {
        return new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(0, NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(HIGH_WATER_BYTES / 2, HIGH_WATER_BYTES))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ChannelPipeline pipeline = channel.pipeline();
                        pipeline.addLast(tls.newHandler(channel.alloc()));
                        pipeline.addLast(new FlushConsolidationHandler(256, true));
                        pipeline.addLast(new HttpServerCodec());
                        pipeline.addLast(new HttpObjectAggregator(64 * 1024));
                        pipeline.addLast(new Upgrade());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    private final class Upgrade extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            WebSocketDecoderConfig decoding = WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(MAX_FRAME_BYTES)
                    .allowExtensions(false)
                    .withUTF8Validator(false)
                    .build();
            String[] path = request.uri().split("/");
            new WebSocketServerHandshaker13(request.uri(), null, decoding).handshake(context.channel(), request);
            context.pipeline()
                    .addLast(new WebSocketFrameAggregator(MAX_FRAME_BYTES))
                    .addLast(new FlowControlHandler())
                    .addLast(new Answers(path.length > 2 ? path[2] : ""))
                    .remove(this);
        }
    }

    private final class Answers extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final String model;

        Answers(String model) {
            this.model = model;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (!(frame instanceof TextWebSocketFrame)) {
                return;
            }
            ByteBuf message = frame.content();
            int begin = message.readerIndex();
            int comma = message.indexOf(begin + ID_AT, message.writerIndex(), (byte) ',');
            byte[] head = new byte[comma - begin];
            message.getBytes(begin, head);
            // ,"type":"X
            switch (message.getByte(comma + 9)) {
                case 'A' -> send(context.channel(), head, login());
                case 'N', 'S' ->
                    watchers.computeIfAbsent(context.channel(), Watcher::new).next(head);
                case 'B' -> {
                    watchers.values().forEach(Watcher::push);
                    send(context.channel(), head, LIFE);
                }
                default ->
                    send(
                            context.channel(),
                            head,
                            message.toString(StandardCharsets.UTF_8).contains("\"Watch") ? WATCHER : LIFE);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            watchers.remove(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        private byte[] login() {
            String text = ",\"response\":{\"controller-tag\":\"controller-echo\",\"model-tag\":\"model-" + model
                    + "\",\"server-version\":\"4.0.1\",\"servers\":[],\"facades\":[{\"name\":\"Provisioner\","
                    + "\"versions\":[11]}]}}";
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The {@code Next} calls of a connection that wait, or how many events wait for one. */
    private static final class Watcher {
        private final Channel channel;
        private final Deque<byte[]> heads = new ArrayDeque<>();
        private int owed;

        Watcher(Channel channel) {
            this.channel = channel;
        }

        synchronized void next(byte[] head) {
            if (owed > 0) {
                owed--;
                send(channel, head, EVENT);
            } else {
                heads.add(head);
            }
        }

        synchronized void push() {
            if (heads.isEmpty()) {
                owed++;
            } else {
                send(channel, heads.remove(), EVENT);
            }
        }
    }

    private static void send(Channel channel, byte[] head, byte[] rest) {
        ByteBuf reply = Unpooled.wrappedBuffer(head, rest);
        channel.writeAndFlush(new TextWebSocketFrame(reply));
    }
}
