// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.Settings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up each accepted socket: TLS with the certificate of the moment, then HTTP. */
final class ServerChannels extends ChannelInitializer<Channel> {

    private static final Logger LOG = LoggerFactory.getLogger(ServerChannels.class);

    /** Name of the handler that bounds the time before the upgrade. */
    static final String HTTP_TIMEOUT = "httpTimeout";

    /** Name of the handler that hands the parts of a request over when the next one wants them. */
    static final String HTTP_FLOW = "httpFlow";

    /** Name of the handler that serves HTTP resources. */
    static final String HTTP_RESOURCES = "httpResources";

    /** No request has a body worth more, except those to HTTP resources, which do not get so far. */
    private static final int MAX_HTTP_BODY_BYTES = 64 * 1024;

    private final ServerContext context;
    private final TlsFiles tls;
    private final Connections connections;
    private final Health health;

    /** Whether connections are being refused, so that this is logged on change only. */
    private volatile boolean full;

    ServerChannels(ServerContext context, TlsFiles tls, Connections connections, Health health) {
        this.context = context;
        this.tls = tls;
        this.connections = connections;
        this.health = health;
    }

    @Override
    protected void initChannel(Channel channel) {
        Settings settings = context.settings().get();
        int sockets = connections.socketOpened();
        channel.closeFuture().addListener(closed -> connections.socketClosed());
        Optional<SslContext> ssl = tls.context();
        boolean over = isOver(sockets, settings.maxConnections());
        String remoteAddress = RemoteAddress.of(channel);
        if (over) {
            new PeerEvents(context.listeners(), new Peer(0, remoteAddress, "", ""))
                    .refused(Refusal.TOO_MANY_CONNECTIONS);
        }
        if (ssl.isEmpty() || over) {
            channel.close();
            return;
        }
        int high = settings.outboundHighWaterBytes();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
        long timeoutMs = settings.handshakeTimeout().toMillis();
        SslHandler sslHandler = ssl.get().newHandler(channel.alloc());
        sslHandler.setHandshakeTimeoutMillis(timeoutMs);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(sslHandler);
        // Replies that complete together leave in one TLS record batch.
        pipeline.addLast(new FlushConsolidationHandler(256, true));
        pipeline.addLast(HTTP_TIMEOUT, new ReadTimeoutHandler(timeoutMs, TimeUnit.MILLISECONDS));
        pipeline.addLast(new HttpServerCodec());
        pipeline.addLast(HTTP_FLOW, new FlowControlHandler());
        pipeline.addLast(HTTP_RESOURCES, new ResourceHandler(context, health, remoteAddress));
        pipeline.addLast(new HttpObjectAggregator(MAX_HTTP_BODY_BYTES));
        pipeline.addLast(new HttpRouter(context, connections, health));
    }

    private boolean isOver(int sockets, int max) {
        boolean over = sockets > max;
        if (over != full) {
            full = over;
            if (over) {
                LOG.warn("{} connections are open, as many as max.connections allows: more are refused", max);
            } else {
                LOG.info("Connections are accepted again");
            }
        }
        return over;
    }
}
