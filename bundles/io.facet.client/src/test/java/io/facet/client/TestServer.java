// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;

/** A TLS WebSocket server that logs everybody in and answers the rest as the test says. */
public final class TestServer implements AutoCloseable {
    public static final String MODEL = "6f1c2a3e-0b4d-4c5e-8f60-718293a4b5c6";
    public static final ObjectMapper MAPPER = new ObjectMapper();

    /** What the test answers: a reply to send, or empty to send none yet. */
    public interface Script {
        Optional<String> answer(Channel channel, JsonNode request) throws Exception;
    }

    public final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    public final List<Channel> connections = new CopyOnWriteArrayList<>();
    public final List<String> serverNames = new CopyOnWriteArrayList<>();
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;
    private final Script script;

    public TestServer(TestCa.Leaf leaf, Script script) throws Exception {
        this(leaf, script, 0);
    }

    public TestServer(TestCa.Leaf leaf, Script script, int port) throws Exception {
        this.script = script;
        SslContext tls = SslContextBuilder.forServer(leaf.keys().getPrivate(), leaf.certificate())
                .build();
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(io.netty.channel.ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast("tls", tls.newHandler(channel.alloc()))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(65536))
                                .addLast(new PathCheck())
                                .addLast(new WebSocketServerProtocolHandler("/", null, false, 64 << 20, false, true))
                                .addLast(new Requests());
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    public static Optional<String> ok(JsonNode request, String response) {
        return Optional.of("{\"request-id\":" + request.get("request-id") + ",\"response\":" + response + "}\n");
    }

    public static Optional<String> error(JsonNode request, String message, String code) {
        ObjectNode reply = MAPPER.createObjectNode();
        reply.set("request-id", request.get("request-id"));
        reply.put("error", message);
        if (!code.isEmpty()) {
            reply.put("error-code", code);
        }
        reply.putObject("response");
        return Optional.of(reply.toString());
    }

    public long count(String facade, String method) {
        return requests.stream()
                .filter(request -> request.path("type").asText().equals(facade)
                        && request.path("request").asText().equals(method))
                .count();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Refuses malformed model UUIDs as {@code wire.md} 1.2 does. */
    private static final class PathCheck extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof FullHttpRequest request && request.uri().contains("rubbish")) {
                DefaultFullHttpResponse refusal =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
                refusal.content().writeCharSequence("invalid model UUID \"rubbish\"\n", StandardCharsets.UTF_8);
                refusal.headers().set("content-length", refusal.content().readableBytes());
                request.release();
                context.writeAndFlush(refusal);
                return;
            }
            context.fireChannelRead(message);
        }
    }

    private final class Requests extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            connections.add(context.channel());
            context.fireChannelActive();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) throws Exception {
            JsonNode request = MAPPER.readTree(frame.text());
            requests.add(request);
            if (request.path("type").asText().equals("Admin")) {
                ExtendedSSLSession session = (ExtendedSSLSession)
                        ((SslHandler) context.pipeline().get("tls")).engine().getSession();
                session.getRequestedServerNames()
                        .forEach(name -> serverNames.add(new String(name.getEncoded(), StandardCharsets.US_ASCII)));
            }
            Optional<String> scripted = script.answer(context.channel(), request);
            Optional<String> reply = scripted.isPresent() ? scripted : standard(request);
            reply.ifPresent(text -> context.writeAndFlush(new TextWebSocketFrame(text)));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Clients that do not trust the server are part of the tests.
            context.close();
        }

        private Optional<String> standard(JsonNode request) {
            return switch (request.path("type").asText() + "."
                    + request.path("request").asText()) {
                case "Admin.Login" ->
                    ok(
                            request,
                            "{\"servers\":[[{\"value\":\"10.0.0.5\",\"type\":\"ipv4\",\"scope\":\"local-cloud\",\"port\":17070}]],"
                                    + "\"model-tag\":\"model-" + MODEL + "\",\"controller-tag\":\"controller-c\","
                                    + "\"facades\":[{\"name\":\"Provisioner\",\"versions\":[9,10,11]}],"
                                    + "\"server-version\":\"4.0-beta5\"}");
                case "Pinger.Ping" -> ok(request, "{}");
                default -> Optional.empty();
            };
        }
    }
}
