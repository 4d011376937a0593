// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.apiserver.internal.ServerContext;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.Watch;
import io.facet.rpc.RpcException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The watchers of one connection ({@code wire.md} section 6). They end with it. */
public final class Watchers {

    private final ServerContext context;
    private final Map<String, Entry> watchers = new ConcurrentHashMap<>();
    private final AtomicInteger waitingNext = new AtomicInteger();
    private final AtomicInteger lastNotify = new AtomicInteger();
    private final AtomicInteger lastStrings = new AtomicInteger();
    private volatile boolean closed;

    private record Entry(Watcher watcher, Optional<FeedSubscription> feed) {
        void end(RpcException error) {
            feed.ifPresent(FeedSubscription::close);
            watcher.end(error);
        }
    }

    public Watchers(ServerContext context) {
        this.context = context;
    }

    /**
     * Starts a watcher.
     *
     * @return its id: {@code w-<n>} for those of {@code NotifyWatcher}, {@code <n>} for those of {@code StringsWatcher}
     * @throws FacadeException {@code try again} if there are too many
     */
    public String register(Watch watch) {
        int max = context.settings().get().maxWatchers();
        if (watchers.size() >= max) {
            throw new FacadeException("try again", "too many watchers on this connection, at most " + max);
        }
        Watcher watcher = new Watcher(watch, context.timer());
        String id = watcher.kind() == Watcher.Kind.NOTIFY
                ? "w-" + lastNotify.incrementAndGet()
                : Integer.toString(lastStrings.incrementAndGet());
        Entry entry =
                new Entry(watcher, source(watch).map(source -> context.changes().subscribe(source, watcher)));
        watchers.put(id, entry);
        if (closed && watchers.remove(id, entry)) {
            entry.end(RpcException.canceled());
        }
        return id;
    }

    /** The result of {@code NotifyWatcher.Next}. */
    public CompletableFuture<byte[]> nextNotification(String id) {
        return next(Watcher.Kind.NOTIFY, id);
    }

    /** The result of {@code StringsWatcher.Next}. */
    public CompletableFuture<byte[]> nextStrings(String id) {
        return next(Watcher.Kind.STRINGS, id);
    }

    /** {@code NotifyWatcher.Stop}. */
    public void stopNotification(String id) {
        stop(Watcher.Kind.NOTIFY, id);
    }

    /** {@code StringsWatcher.Stop}. */
    public void stopStrings(String id) {
        stop(Watcher.Kind.STRINGS, id);
    }

    /** How many watchers there are. */
    public int size() {
        return watchers.size();
    }

    /** Ends all watchers, and every later one. */
    public void close() {
        closed = true;
        watchers.keySet().forEach(id -> {
            Entry entry = watchers.remove(id);
            if (entry != null) {
                entry.end(RpcException.canceled());
            }
        });
    }

    private CompletableFuture<byte[]> next(Watcher.Kind kind, String id) {
        Entry entry = find(kind, id);
        if (waitingNext.incrementAndGet() > context.settings().get().maxWaitingNext()) {
            waitingNext.decrementAndGet();
            throw RpcException.tryAgain();
        }
        CompletableFuture<byte[]> next = entry.watcher().next();
        next.whenComplete((event, failure) -> waitingNext.decrementAndGet());
        return next;
    }

    private void stop(Watcher.Kind kind, String id) {
        Entry entry = find(kind, id);
        if (!watchers.remove(id, entry)) {
            throw unknown();
        }
        entry.end(new RpcException("stopped", "watcher has been stopped"));
    }

    private Entry find(Watcher.Kind kind, String id) {
        Entry entry = watchers.get(id);
        if (entry == null || entry.watcher().kind() != kind) {
            throw unknown();
        }
        return entry;
    }

    private static RpcException unknown() {
        return new RpcException("not found", "unknown watcher id");
    }

    private static Optional<Watch.Source> source(Watch watch) {
        if (watch instanceof Watch.Notify notify) {
            return Optional.of(notify.source());
        }
        if (watch instanceof Watch.LifeCycle lifeCycle) {
            return Optional.of(lifeCycle.source());
        }
        if (watch instanceof Watch.Keys keys) {
            return Optional.of(keys.source());
        }
        return Optional.empty();
    }
}
