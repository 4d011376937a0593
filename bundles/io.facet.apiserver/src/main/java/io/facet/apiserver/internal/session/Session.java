// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision.Accepted;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.CallTrail;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.RunningCalls;
import io.facet.apiserver.internal.watch.Watchers;
import io.facet.facade.api.Caller;
import io.facet.rpc.Dispatcher;
import io.facet.rpc.Invocation;
import io.facet.rpc.Request;
import io.facet.rpc.RpcException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection as the protocol sees it: which model it is for, who the peer is, its watchers. Before login only
 * {@code Admin} answers; after it, the facades.
 */
public final class Session implements Dispatcher {

    private final ServerContext context;
    private final PeerEvents peer;
    private final RunningCalls running;
    private final CallRunner runner;
    private final Watchers watchers;
    private final PingWatchdog watchdog;
    private final AdminFacade admin;
    private final Instant since = Instant.now();
    private final AtomicLong calls = new AtomicLong();

    private volatile ConnectionModel model = new ConnectionModel.Undetermined();

    /** What serves after login; null before. */
    private volatile ServedFacades served;

    private volatile boolean traced;
    private volatile boolean ended;

    /** @param origin who is at the other end, not logged in yet, and which model the path names */
    public Session(ServerContext context, Peer origin, Link link) {
        this.context = context;
        this.peer = new PeerEvents(context.listeners(), origin);
        this.running = new RunningCalls(link::loadChanged);
        this.runner = new CallRunner(context, running, peer);
        this.watchers = new Watchers(context, peer);
        this.watchdog = new PingWatchdog(context, link, peer);
        this.admin = new AdminFacade(context, this, runner);
    }

    /**
     * Finds out about the model, before the first request. Completes normally in any case and in bounded time: where
     * nobody can say, a login asks again.
     */
    public CompletableFuture<Void> open() {
        if (!context.logins().isReady()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> opened = new CompletableFuture<>();
        Future<?> alarm = context.timer()
                .schedule(
                        () -> opened.complete(null),
                        context.settings().get().parkTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        lookUpModel().whenComplete((found, failure) -> {
            alarm.cancel(false);
            opened.complete(null);
        });
        return opened;
    }

    @Override
    public Invocation resolve(Request request) {
        calls.incrementAndGet();
        CallTrail trail = new CallTrail(peer.peer());
        return traced ? CallTrace.resolve(request, trail, () -> find(request, trail)) : find(request, trail);
    }

    private Invocation find(Request request, CallTrail trail) {
        if (model instanceof ConnectionModel.Unknown) {
            throw unknownModel();
        }
        ServedFacades facades = served;
        try {
            return facades == null ? admin.resolve(request) : facades.resolve(request, trail);
        } catch (RpcException e) {
            peer.refused(
                    facades == null && !AdminFacade.NAME.equals(request.type())
                            ? Refusal.NOT_LOGGED_IN
                            : Refusal.NOT_IMPLEMENTED);
            throw e;
        }
    }

    /** Who is at the other end. */
    public PeerEvents peer() {
        return peer;
    }

    /** Switches the log of its calls. */
    public void trace(boolean on) {
        traced = on;
    }

    /** The connection is gone or going: everything that belongs to it ends. */
    public void end() {
        ended = true;
        watchdog.disarm();
        watchers.close();
    }

    /** How many ordinary calls run. */
    public int runningCalls() {
        return running.count();
    }

    /** Whether the peer is logged in. */
    public boolean isLoggedIn() {
        return served != null;
    }

    /** Its watchers. */
    public Watchers watchers() {
        return watchers;
    }

    /**
     * What an operator sees of the connection.
     *
     * @param bytesIn bytes of the messages it sent
     * @param bytesOut bytes of the messages sent to it
     */
    public ConnectionStatus status(long bytesIn, long bytesOut) {
        Peer who = peer.peer();
        return new ConnectionStatus(
                who.connection(),
                who.remoteAddress(),
                who.authTag(),
                who.modelUuid(),
                since,
                watchers.size(),
                calls.get(),
                running.count(),
                bytesIn,
                bytesOut,
                traced);
    }

    String modelUuid() {
        return peer.peer().modelUuid();
    }

    /** The model, asked for if that could not be answered earlier; fails if there is none. */
    CompletableFuture<ConnectedModel> model() {
        return model instanceof ConnectionModel.Known known
                ? CompletableFuture.completedFuture(known.model())
                : lookUpModel().thenApply(found -> found.orElseThrow(this::unknownModel));
    }

    /** The peer is logged in: the facades answer from the next request on. */
    void loggedIn(Accepted login, ConnectedModel connected) {
        Caller caller = new Caller(
                login.authTag(), Caller.Kind.valueOf(login.kind().toUpperCase(Locale.ROOT)), login.controller());
        if (login.user().isEmpty() && !login.controllerConnection()) {
            watchdog.arm();
        }
        peer.identified(caller.tag());
        served = new ServedFacades(
                context,
                new ConnectionContext(caller, connected.uuid(), watchers),
                connected.type(),
                restriction(),
                new BuiltInFacades(watchers, watchdog)::resolve,
                runner);
        if (ended) {
            watchdog.disarm();
        }
    }

    FacadeRestriction restriction() {
        return FacadeRestriction.of(modelUuid());
    }

    private CompletableFuture<Optional<ConnectedModel>> lookUpModel() {
        return context.logins().model(runner, modelUuid()).thenApply(found -> {
            model = found.<ConnectionModel>map(ConnectionModel.Known::new).orElseGet(ConnectionModel.Unknown::new);
            return found;
        });
    }

    private RpcException unknownModel() {
        peer.refused(Refusal.UNKNOWN_MODEL);
        return Unresolved.model(modelUuid());
    }
}
