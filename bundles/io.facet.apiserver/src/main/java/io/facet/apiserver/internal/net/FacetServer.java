// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.Settings;
import io.facet.apiserver.internal.facade.CallExecutor;
import io.facet.apiserver.internal.facade.FacadeRegistry;
import io.facet.apiserver.internal.facade.Parking;
import io.facet.apiserver.internal.facade.SwapLog;
import io.facet.apiserver.internal.http.Resources;
import io.facet.apiserver.internal.session.Logins;
import io.facet.apiserver.internal.watch.ChangeFeed;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The API server without its OSGi dress: owns the threads, puts the parts together, starts and stops them. */
public final class FacetServer {

    private static final long LOOK_AGAIN_MS = 1000;

    /** Beyond the longest time a call may take, for what a call that was given up still does. */
    private static final long DRAIN_MARGIN_MS = 5_000;

    /** Short tasks at a given time. */
    private final ScheduledThreadPoolExecutor timer = scheduler("facet-timer");

    /** Subscriptions to the change stream, which may block for a moment. */
    private final ScheduledThreadPoolExecutor watchWorker = scheduler("facet-watch");

    /** Certificate files and listening socket. */
    private final ScheduledThreadPoolExecutor keeper = scheduler("facet-keeper");

    private final CallExecutor calls;
    private final ServerContext context;
    private final Connections connections = new Connections();
    private final Health health;
    private final Listener listener;

    private volatile Settings settings;

    /** @param dataDirectory where the server keeps what must outlive it */
    public FacetServer(Settings settings, Path dataDirectory) {
        this.settings = settings;
        this.calls = new CallExecutor(settings.callThreads(), settings.callQueue());
        Parking parking = new Parking(() -> this.settings, timer, calls);
        SwapLog swaps = new SwapLog();
        this.context = new ServerContext(
                () -> this.settings,
                new FacadeRegistry(
                        parking,
                        calls,
                        timer,
                        dataDirectory.resolve("facade-pins.properties"),
                        swaps,
                        this::drainTimeoutMs),
                swaps,
                parking,
                new Logins(parking),
                new ChangeFeed(watchWorker),
                new Resources(parking),
                calls,
                timer);
        this.health =
                new Health(() -> context.logins().isReady() && context.changes().isFlowing());
        TlsFiles tls = new TlsFiles();
        this.listener = new Listener(tls, new ServerChannels(context, tls, connections, health));
    }

    /** Listens as soon as the certificate files are usable. */
    public void start() {
        keeper.scheduleWithFixedDelay(this::look, 0, LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
    }

    /** Applies new settings; open connections stay. */
    public void reconfigure(Settings changed) {
        settings = changed;
        calls.resize(changed.callThreads(), changed.callQueue());
        keeper.execute(this::look);
    }

    /** Refuses new connections, cancels and answers what runs, closes all connections and ends all threads. */
    public void stop() {
        health.stop();
        long timeoutMs = settings.shutdownTimeout().toMillis();
        connections.closeAll();
        connections.awaitClosed(timeoutMs);
        listener.stopListening();
        keeper.shutdownNow();
        listener.shutDown(timeoutMs);
        calls.stop(timeoutMs);
        watchWorker.shutdownNow();
        timer.shutdownNow();
    }

    /** How long to wait for the calls of something that goes. */
    public long drainTimeoutMs() {
        return settings.callTimeout().toMillis() + DRAIN_MARGIN_MS;
    }

    /** Waits for everything that runs now and may hold a service object. */
    public CompletableFuture<Drain> drain() {
        long timeoutMs = drainTimeoutMs();
        return FacadeRegistry.all(List.of(
                context.facades().drain(),
                context.logins().drain(timeoutMs),
                context.resources().drain(timeoutMs)));
    }

    /** What the connections share. */
    public ServerContext context() {
        return context;
    }

    /** {@code starting}, {@code running} or {@code stopping}. */
    public String health() {
        return health.text();
    }

    /** The port listened on, or -1. */
    public int port() {
        return listener.port();
    }

    /** The open connections, oldest first. */
    public List<ConnectionStatus> connections() {
        return connections.status();
    }

    private void look() {
        listener.refresh(settings);
    }

    private static ScheduledThreadPoolExecutor scheduler(String name) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, name));
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }
}
