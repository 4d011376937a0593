// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.apiserver.internal.Rank;
import io.facet.apiserver.internal.ServiceSlot;
import io.facet.facade.api.Watch;
import io.facet.store.api.ChangeStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Feeds watchers from whichever change stream is there. When the stream goes and comes back, or a better one comes,
 * each watcher goes on from the last change it saw, so none is lost.
 */
public final class ChangeFeed {

    private static final long RETRY_SECONDS = 1;

    private final ServiceSlot<ChangeStream> streams = new ServiceSlot<>();
    private final Set<FeedSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService worker;

    /** @param worker subscribes anew, off the threads that bring and take the stream; owned by the server */
    public ChangeFeed(ScheduledExecutorService worker) {
        this.worker = worker;
    }

    /** A stream came. */
    public void add(Rank rank, ChangeStream stream) {
        streams.add(rank, stream);
        followAll();
    }

    /** A stream went. */
    public void remove(long serviceId) {
        streams.remove(serviceId);
        followAll();
    }

    /** Whether there is a stream. */
    public boolean isFlowing() {
        return streams.current().isPresent();
    }

    Optional<ChangeStream> current() {
        return streams.current();
    }

    /** Subscribes the watcher to its source. */
    FeedSubscription subscribe(Watch.Source source, Watcher watcher) {
        FeedSubscription subscription = new FeedSubscription(this, source, watcher);
        subscriptions.add(subscription);
        subscription.follow();
        return subscription;
    }

    void forget(FeedSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Has the subscription try once more after a moment. */
    void retry(FeedSubscription subscription) {
        worker.schedule(subscription::follow, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    private void followAll() {
        if (!worker.isShutdown()) {
            worker.execute(() -> subscriptions.forEach(FeedSubscription::follow));
        }
    }
}
