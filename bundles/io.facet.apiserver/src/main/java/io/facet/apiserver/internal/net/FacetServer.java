// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.api.Readiness;
import io.facet.apiserver.api.ServerFigures;
import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.api.WatcherStatus;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.Settings;
import io.facet.apiserver.internal.Traffic;
import io.facet.apiserver.internal.Whiteboard;
import io.facet.apiserver.internal.facade.CallExecutor;
import io.facet.apiserver.internal.facade.FacadeRegistry;
import io.facet.apiserver.internal.facade.Parking;
import io.facet.apiserver.internal.facade.SwapLog;
import io.facet.apiserver.internal.http.Resources;
import io.facet.apiserver.internal.session.DirectCalls;
import io.facet.apiserver.internal.session.Logins;
import io.facet.apiserver.internal.session.Session;
import io.facet.apiserver.internal.watch.ChangeFeed;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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
    private final DirectCalls direct;
    private final Health health;
    private final TlsFiles tls = new TlsFiles();
    private final Listener listener;

    private volatile Settings settings;

    /** @param dataDirectory where the server keeps what must outlive it */
    public FacetServer(Settings settings, Path dataDirectory) {
        this.settings = settings;
        this.calls = new CallExecutor(settings.callThreads(), settings.callQueue());
        Parking parking = new Parking(() -> this.settings, timer, calls);
        Whiteboard<ServerListener> listeners = new Whiteboard<>();
        SwapLog swaps = new SwapLog(listeners);
        this.context = new ServerContext(
                () -> this.settings,
                listeners,
                new Traffic(),
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
        this.direct = new DirectCalls(context);
        this.health =
                new Health(() -> context.logins().isReady() && context.changes().isFlowing());
        this.listener = new Listener(tls, new ServerChannels(context, tls, connections, health));
    }

    /** Listens as soon as the certificate files are usable. */
    public void start() {
        listener.start();
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

    /** The watchers of all connections, by connection and id. */
    public List<WatcherStatus> watchers() {
        return connections.open().stream()
                .sorted(Comparator.comparingLong(WebSocketConnection::id))
                .flatMap(connection -> connection.session().watchers().status().stream())
                .toList();
    }

    /** How busy the server is. */
    public ServerFigures figures() {
        Settings now = settings;
        List<Session> sessions =
                connections.open().stream().map(WebSocketConnection::session).toList();
        return new ServerFigures(
                connections.sockets(),
                now.maxConnections(),
                sessions.size(),
                (int) sessions.stream().filter(Session::isLoggedIn).count(),
                sessions.stream().mapToInt(each -> each.watchers().size()).sum(),
                sessions.stream()
                        .mapToInt(each -> each.watchers().waitingNext())
                        .sum(),
                context.facades().running(),
                calls.waiting(),
                now.callQueue(),
                now.callThreads(),
                context.parking().size(),
                now.maxParkedCalls(),
                context.traffic().events().sum(),
                context.traffic().bytesIn().sum(),
                context.traffic().bytesOut().sum(),
                listener.longestStall(),
                tls.expiry());
    }

    /** Ends a connection, whose number is given; false if there is none. */
    public boolean disconnect(long connection) {
        return with(connection, WebSocketConnection::close);
    }

    /** Switches the log of a connection's calls; false if there is no connection of the number. */
    public boolean trace(long connection, boolean on) {
        return with(connection, open -> open.session().trace(on));
    }

    /** A call from inside the controller. */
    public CompletableFuture<byte[]> call(DirectCall call) {
        return direct.call(call);
    }

    /** Those who have a say in whether the server counts as running. */
    public Whiteboard<Readiness> votes() {
        return health.votes();
    }

    private boolean with(long id, Consumer<WebSocketConnection> action) {
        Optional<WebSocketConnection> connection = connections.find(id);
        connection.ifPresent(action);
        return connection.isPresent();
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
