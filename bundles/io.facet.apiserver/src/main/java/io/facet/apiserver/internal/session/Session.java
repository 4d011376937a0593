// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision.Accepted;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.internal.ServerContext;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.RunningCalls;
import io.facet.apiserver.internal.watch.Watchers;
import io.facet.facade.api.Caller;
import io.facet.rpc.Dispatcher;
import io.facet.rpc.GoText;
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
    private final Origin origin;
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

    private volatile boolean ended;

    /**
     * Where a connection comes from and goes to.
     *
     * @param id number of the connection
     * @param remoteAddress address of the peer
     * @param modelUuid segment of the path that names the model, empty if controller-only
     */
    public record Origin(long id, String remoteAddress, String modelUuid) {}

    public Session(ServerContext context, Origin origin, Link link) {
        this.context = context;
        this.origin = origin;
        this.running = new RunningCalls(link::loadChanged);
        this.runner = new CallRunner(context, running);
        this.watchers = new Watchers(context);
        this.watchdog = new PingWatchdog(context, link);
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
        if (model instanceof ConnectionModel.Unknown) {
            throw unknownModel();
        }
        ServedFacades facades = served;
        return facades == null ? admin.resolve(request) : facades.resolve(request);
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

    /** What an operator sees of the connection. */
    public ConnectionStatus status() {
        ServedFacades facades = served;
        return new ConnectionStatus(
                origin.id(),
                origin.remoteAddress(),
                facades == null ? "" : facades.caller().tag(),
                origin.modelUuid(),
                since,
                watchers.size(),
                calls.get(),
                running.count(),
                0,
                0,
                false);
    }

    String modelUuid() {
        return origin.modelUuid();
    }

    /** The model, asked for if that could not be answered earlier; fails if there is none. */
    CompletableFuture<ConnectedModel> model() {
        return model instanceof ConnectionModel.Known known
                ? CompletableFuture.completedFuture(known.model())
                : lookUpModel();
    }

    /** The peer is logged in: the facades answer from the next request on. */
    void loggedIn(Accepted login, ConnectedModel connected) {
        Caller caller = new Caller(
                login.authTag(), Caller.Kind.valueOf(login.kind().toUpperCase(Locale.ROOT)), login.controller());
        if (login.user().isEmpty() && !login.controllerConnection()) {
            watchdog.arm();
        }
        served = new ServedFacades(context, caller, connected, restriction(), watchers, watchdog, runner);
        if (ended) {
            watchdog.disarm();
        }
    }

    FacadeRestriction restriction() {
        return origin.modelUuid().isEmpty() ? FacadeRestriction.CONTROLLER : FacadeRestriction.MODEL;
    }

    private CompletableFuture<ConnectedModel> lookUpModel() {
        return context.logins().model(runner, origin.modelUuid()).thenApply(this::modelFound);
    }

    private ConnectedModel modelFound(Optional<ConnectedModel> found) {
        model = found.<ConnectionModel>map(ConnectionModel.Known::new).orElseGet(ConnectionModel.Unknown::new);
        return found.orElseThrow(this::unknownModel);
    }

    private RpcException unknownModel() {
        return new RpcException("model not found", "unknown model: " + GoText.quote(origin.modelUuid()));
    }
}
