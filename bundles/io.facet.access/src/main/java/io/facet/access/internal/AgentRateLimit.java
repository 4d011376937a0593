// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import io.facet.controller.api.ControllerService;
import io.facet.core.GoDuration;
import io.facet.sql.Activation;
import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.ChangeStream;
import io.facet.store.api.Store;
import io.facet.store.api.Subscription;
import io.facet.store.api.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The rate limit of agent logins of this process; any change of controller configuration makes a fresh, full one. */
final class AgentRateLimit implements ChangeListener, AutoCloseable {
    private static final long DEFAULT_MAX = 10;
    private static final Duration DEFAULT_RATE = Duration.ofMillis(250);

    /** A bucket, and the change of configuration it was made for. */
    private record Filled(TokenBucket bucket, long version) {}

    private record Watched(String modelUuid, long position) {}

    private final Store store;
    private final ChangeStream changes;
    private final Supplier<ControllerService> controller;
    private final LongSupplier nanoTime;
    /** The one in use, once there is any; guarded by this. */
    private Optional<Subscription> subscription = Optional.empty();
    /** Guarded by this. */
    private boolean closed;

    private volatile long version;
    private volatile Filled current;

    /** @param controller the controller service of the moment */
    AgentRateLimit(Store store, ChangeStream changes, Supplier<ControllerService> controller, LongSupplier nanoTime) {
        this.store = store;
        this.changes = changes;
        this.controller = controller;
        this.nanoTime = nanoTime;
        this.current = new Filled(null, -1);
    }

    /** Begins to watch the configuration. */
    void start() {
        follow(Activation.await(store.read(this::position)));
    }

    /** Takes a token; false if there is none. */
    CompletionStage<Boolean> take() {
        Filled filled = current;
        long wanted = version;
        if (filled.version() == wanted) {
            return CompletableFuture.completedFuture(filled.bucket().take());
        }
        return store.read(this::bucket).thenApply(bucket -> {
            synchronized (this) {
                // Of several logins that found the bucket outdated, one puts the new one in.
                if (current.version() < wanted) {
                    current = new Filled(bucket, wanted);
                }
                return current.bucket().take();
            }
        });
    }

    @Override
    public void changed(List<Change> seen) {
        version++;
    }

    @Override
    public void lost() {
        version++;
        // Reading must not hold up the stream.
        store.read(this::position).thenAccept(this::follow);
    }

    @Override
    public synchronized void close() {
        closed = true;
        subscription.ifPresent(Subscription::close);
    }

    private Watched position(Transaction tx) {
        String modelUuid = controller.get().identity(tx).modelUuid();
        return new Watched(modelUuid, tx.position(modelUuid));
    }

    private synchronized void follow(Watched watched) {
        // What the stream has lost may be read again after the end.
        if (closed) {
            return;
        }
        ChangeFilter filter = new ChangeFilter(watched.modelUuid(), Set.of(ControllerService.CONFIG_NAMESPACE), "", "");
        subscription = Optional.of(changes.subscribe(filter, watched.position(), this));
    }

    private TokenBucket bucket(Transaction tx) {
        Map<String, Object> config = controller.get().config(tx);
        long max = config.get("agent-ratelimit-max") instanceof Number number ? number.longValue() : DEFAULT_MAX;
        Duration rate =
                config.get("agent-ratelimit-rate") instanceof String text ? GoDuration.parse(text) : DEFAULT_RATE;
        return new TokenBucket(max, rate, nanoTime);
    }
}
