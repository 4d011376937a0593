// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.api.WatcherStatus;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.apiserver.internal.ServerContext;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.Watch;
import io.facet.rpc.RpcException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The watchers of one connection ({@code wire.md} section 6). They end with it. */
public final class Watchers {

    private final ServerContext context;
    private final PeerEvents peer;
    private final Map<String, Entry> watchers = new ConcurrentHashMap<>();
    private final AtomicInteger waitingNext = new AtomicInteger();
    private final AtomicInteger lastNotify = new AtomicInteger();
    private final AtomicInteger lastStrings = new AtomicInteger();
    private volatile boolean closed;

    /** A watcher with where its changes come from; or, if it is a timer, its period. */
    private record Entry(Watcher watcher, Optional<FeedSubscription> feed, Duration period) {
        void end(RpcException error) {
            feed.ifPresent(FeedSubscription::close);
            watcher.end(error);
        }

        /** As {@code timer 1m}. */
        private String timer() {
            return "timer " + period.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        }

        WatcherStatus status(Peer owner, String id) {
            return new WatcherStatus(
                    owner.connection(),
                    id,
                    watcher.kind() == Watcher.Kind.NOTIFY ? "NotifyWatcher" : "StringsWatcher",
                    owner.authTag(),
                    feed.map(FeedSubscription::modelUuid).orElse(owner.modelUuid()),
                    feed.map(FeedSubscription::subject).orElseGet(this::timer),
                    watcher.pending(),
                    watcher.waiting());
        }
    }

    public Watchers(ServerContext context, PeerEvents peer) {
        this.context = context;
        this.peer = peer;
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
            peer.refused(Refusal.TOO_MANY_WATCHERS);
            throw new FacadeException("try again", "too many watchers on this connection, at most " + max);
        }
        Watcher watcher = new Watcher(watch, context.timer());
        String id = watcher.kind() == Watcher.Kind.NOTIFY
                ? "w-" + lastNotify.incrementAndGet()
                : Integer.toString(lastStrings.incrementAndGet());
        Entry entry = new Entry(
                watcher,
                source(watch).map(source -> context.changes().subscribe(source, watcher)),
                watch instanceof Watch.Timer timer ? timer.period() : Duration.ZERO);
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

    /** How many {@code Next} calls wait. */
    public int waitingNext() {
        return waitingNext.get();
    }

    /** What an operator sees of them, in order of their ids. */
    public List<WatcherStatus> status() {
        Peer owner = peer.peer();
        return watchers.entrySet().stream()
                .map(each -> each.getValue().status(owner, each.getKey()))
                .sorted(Comparator.comparing(WatcherStatus::facade)
                        .thenComparing(status -> status.id().length())
                        .thenComparing(WatcherStatus::id))
                .toList();
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
            peer.refused(Refusal.TOO_MANY_NEXT);
            throw RpcException.tryAgain();
        }
        CompletableFuture<byte[]> next = entry.watcher().next();
        next.whenComplete((event, failure) -> {
            waitingNext.decrementAndGet();
            if (failure == null) {
                context.traffic().events().increment();
            }
        });
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
