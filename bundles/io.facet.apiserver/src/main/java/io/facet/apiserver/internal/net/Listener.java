// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.internal.Settings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the server listening where the settings say, from the moment the certificate files are usable. A new address is
 * bound before the old one is given up; open connections are not touched.
 */
public final class Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 4096;

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(0, new DefaultThreadFactory("facet-io"), NioIoHandler.newFactory());
    private final StallMeter stalls = new StallMeter();
    private final TlsFiles tls;
    private final ServerChannels channels;

    /** The listening socket, null while there is none; guarded by this, read without. */
    private volatile Channel listening;

    /** What {@link #listening} was bound for; guarded by this. */
    private Address bound;

    /** Why the last attempt to listen failed, so that it is logged on change only; guarded by this. */
    private String problem = "";

    /** Guarded by this. */
    private boolean stopped;

    private record Address(String host, int port) {
        InetSocketAddress socket() {
            return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        }
    }

    Listener(TlsFiles tls, ServerChannels channels) {
        this.tls = tls;
        this.channels = channels;
    }

    /** Begins to measure how busy the event loops are. */
    void start() {
        stalls.measure(loops);
    }

    /** The longest time, within the last minute, that an event loop took to get to what was due. */
    Duration longestStall() {
        return stalls.longest();
    }

    /** The port listened on, or -1. */
    public int port() {
        Channel channel = listening;
        return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Looks at the certificate files and listens if that is possible and not done yet. */
    public synchronized void refresh(Settings settings) {
        if (stopped) {
            return;
        }
        tls.refresh(settings, Instant.now());
        Address wanted = new Address(settings.host(), settings.port());
        if (tls.context().isPresent() && !wanted.equals(bound)) {
            listen(wanted);
        }
    }

    /** Gives up the listening socket; open connections go on. */
    synchronized void stopListening() {
        stopped = true;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
            listening = null;
        }
    }

    /** Ends all connections and threads. */
    void shutDown(long timeoutMs) {
        loops.shutdownGracefully(0, timeoutMs, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * timeoutMs);
    }

    private void listen(Address wanted) {
        ChannelFuture binding = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(channels)
                .bind(wanted.socket())
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            report(wanted, binding.cause());
            return;
        }
        Channel old = listening;
        listening = binding.channel();
        bound = wanted;
        problem = "";
        LOG.info("API server listens on {}", listening.localAddress());
        if (old != null) {
            old.close();
        }
    }

    private void report(Address wanted, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (!message.equals(problem)) {
            problem = message;
            LOG.error(
                    "The API server cannot listen on host \"{}\", port {} ({}). Free the port, or set host and port in"
                            + " etc/io.facet.apiserver.cfg; the server tries again by itself.",
                    wanted.host(),
                    wanted.port(),
                    message);
        }
    }
}
