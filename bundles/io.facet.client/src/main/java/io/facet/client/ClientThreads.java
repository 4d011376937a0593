// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * The threads that any number of connections share: a few for sockets and timers, and an executor on which answers and
 * events reach the user, so that a slow user never holds up a socket. Whoever creates it closes it, after its connections.
 */
public final class ClientThreads implements AutoCloseable {
    private static final long QUIET_MS = 0;
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final EventLoopGroup loops;
    private final Executor callbacks;

    private ClientThreads(EventLoopGroup loops, Executor callbacks) {
        this.loops = loops;
        this.callbacks = callbacks;
    }

    /** One socket thread; answers and events arrive on the common pool. */
    public static ClientThreads create() {
        return create(1, ForkJoinPool.commonPool());
    }

    /**
     * @param socketThreads how many threads serve sockets, at least 1
     * @param callbacks runs everything that depends on an answer or event; not shut down by {@link #close}. With
     *     {@code Runnable::run} it runs on the socket thread, which then must never be blocked
     */
    public static ClientThreads create(int socketThreads, Executor callbacks) {
        Objects.requireNonNull(callbacks, "callbacks");
        return new ClientThreads(
                new MultiThreadIoEventLoopGroup(
                        socketThreads, new DefaultThreadFactory("facet-client", true), NioIoHandler.newFactory()),
                callbacks);
    }

    EventLoopGroup loops() {
        return loops;
    }

    Executor callbacks() {
        return callbacks;
    }

    /** Closes what is still connected and ends the socket threads; returns when they have ended. */
    @Override
    public void close() {
        loops.shutdownGracefully(QUIET_MS, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                // Waiting here for itself would never end; the thread ends once this returns.
                return;
            }
        }
        loops.terminationFuture().awaitUninterruptibly(CLOSE_TIMEOUT_MS + 1_000);
    }
}
