// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * Opens a WebSocket to the first of several addresses that answers. The next address is tried when one fails, and at the
 * latest a moment after the one before, so that an address that swallows packets costs little. All state belongs to one
 * socket thread.
 */
final class Dialer {
    /** Every controller's certificate carries this name, whatever its address ({@code wire.md} 1.1 and 8). */
    static final String SERVER_NAME = "juju-apiserver";

    private static final long STAGGER_MS = 200;

    private final EventLoop loop;
    private final DialOptions options;
    private final SslContext tls;
    private final Queue<String> waiting;
    private final List<Channel> running = new ArrayList<>();
    private final List<ConnectionException> failures = new ArrayList<>();
    private final CompletableFuture<Wire> result = new CompletableFuture<>();

    private Dialer(EventLoop loop, DialOptions options, SslContext tls) {
        this.loop = loop;
        this.options = options;
        this.tls = tls;
        this.waiting = new ArrayDeque<>(options.addresses());
    }

    /** The first connection that comes about; completes on the socket thread. Cancel it to give up. */
    static CompletableFuture<Wire> dial(EventLoop loop, DialOptions options) {
        Dialer dialer;
        try {
            dialer = new Dialer(loop, options, tls(options.caCertificate()));
        } catch (SSLException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(
                    new ConnectionException("the CA certificate is not a PEM certificate: " + e.getMessage(), e));
        }
        loop.execute(dialer::next);
        dialer.result.whenComplete((wire, failure) -> loop.execute(dialer::abandonOthers));
        return dialer.result;
    }

    private static SslContext tls(String caCertificate) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .trustManager(new ByteArrayInputStream(caCertificate.getBytes(StandardCharsets.US_ASCII)))
                .build();
    }

    private void next() {
        String address = result.isDone() ? null : waiting.poll();
        if (address == null) {
            return;
        }
        attempt(address);
        if (!waiting.isEmpty()) {
            loop.schedule(this::next, STAGGER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void attempt(String address) {
        InetSocketAddress target;
        try {
            target = parse(address);
        } catch (IllegalArgumentException e) {
            failed(null, new ConnectionException(e.getMessage()));
            return;
        }
        CompletableFuture<Wire> upgraded = new CompletableFuture<>();
        var connect = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tlsHandler(channel, target));
                        UpgradeHandler.install(channel, address, options, upgraded);
                    }
                })
                .connect(target);
        Channel channel = connect.channel();
        running.add(channel);
        connect.addListener(connected -> {
            if (!connected.isSuccess()) {
                // Netty's own exception repeats the address.
                Throwable cause = connected.cause().getCause() == null
                        ? connected.cause()
                        : connected.cause().getCause();
                upgraded.completeExceptionally(
                        new ConnectionException("cannot connect to " + address + ": " + cause.getMessage(), cause));
            }
        });
        loop.schedule(
                () -> upgraded.completeExceptionally(new ConnectionException(address + " did not answer within "
                        + options.connectTimeout().toMillis() + " ms")),
                options.connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        upgraded.whenComplete((wire, failure) -> {
            if (failure instanceof ConnectionException reason) {
                failed(channel, reason);
            } else if (result.complete(wire)) {
                running.remove(channel);
            }
        });
    }

    private SslHandler tlsHandler(Channel channel, InetSocketAddress target) {
        SslHandler handler = tls.newHandler(channel.alloc(), SERVER_NAME, target.getPort());
        handler.setHandshakeTimeoutMillis(options.connectTimeout().toMillis());
        // The JDK sends no server name for a name without a dot unless it is set by hand.
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(SERVER_NAME)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    private void failed(Channel channel, ConnectionException reason) {
        failures.add(reason);
        if (channel != null) {
            running.remove(channel);
            channel.close();
        }
        if (waiting.isEmpty() && running.isEmpty()) {
            result.completeExceptionally(summary());
        } else {
            next();
        }
    }

    private ConnectionException summary() {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        String all = String.join(
                "; ", failures.stream().map(ConnectionException::getMessage).toList());
        return new ConnectionException("no API server could be reached: " + all, failures.get(0));
    }

    private void abandonOthers() {
        waiting.clear();
        List.copyOf(running).forEach(Channel::close);
    }

    private static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            String host = address.substring(0, Math.max(colon, 0));
            int port = Integer.parseInt(address.substring(colon + 1));
            if (!host.isEmpty()) {
                boolean bracketed = host.startsWith("[") && host.endsWith("]");
                return InetSocketAddress.createUnresolved(
                        bracketed ? host.substring(1, host.length() - 1) : host, port);
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one message for all that is wrong with an address.
        }
        throw new IllegalArgumentException(
                "API address \"" + address + "\" not valid (expected host:port, such as 10.0.0.5:17070)");
    }
}
