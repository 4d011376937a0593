// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.facade.api.Watch;
import io.facet.rpc.RpcException;
import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.ChangeStream;
import io.facet.store.api.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place of one watcher in the stream of changes, kept across streams. */
final class FeedSubscription {

    private static final Logger LOG = LoggerFactory.getLogger(FeedSubscription.class);

    private final ChangeFeed feed;
    private final ChangeFilter filter;
    private final Watcher watcher;

    /** Number of the last change that reached the watcher; guarded by this. */
    private long last;

    /** The stream followed, null if none; guarded by this. */
    private ChangeStream followed;

    /** The subscription to it; null if none, or not known yet; guarded by this. */
    private Subscription subscription;

    /** The listener whose deliveries count; those of any other are left-overs; guarded by this. */
    private Listener listener;

    /** Guarded by this. */
    private boolean closed;

    FeedSubscription(ChangeFeed feed, Watch.Source source, Watcher watcher) {
        this.feed = feed;
        this.filter = new ChangeFilter(source.modelUuid(), source.namespaces(), source.scope(), source.keyPrefix());
        this.last = source.since();
        this.watcher = watcher;
    }

    /** The model whose changes it follows. */
    String modelUuid() {
        return filter.modelUuid();
    }

    /** What changes it follows: namespaces, then scope and beginning of the keys where they are given. */
    String subject() {
        return Stream.of(
                        filter.namespaces().stream().sorted().collect(Collectors.joining(",")),
                        filter.scope(),
                        filter.keyPrefix())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
    }

    /** Moves to the stream that is current, if it is not the one followed. */
    void follow() {
        // A stream is called without the lock: it may hold its own while it delivers to us.
        while (true) {
            Optional<ChangeStream> current = feed.current();
            Subscription old;
            Listener mine;
            long since;
            synchronized (this) {
                if (closed || current.orElse(null) == followed) {
                    return;
                }
                old = subscription;
                if (old != null) {
                    // What it has passed by is of no interest, and may be gone from the log when a stream comes back.
                    last = Math.max(last, old.position());
                }
                subscription = null;
                followed = current.orElse(null);
                mine = new Listener();
                listener = mine;
                since = last;
            }
            close(old);
            if (current.isPresent() && !subscribe(current.get(), since, mine)) {
                feed.retry(this);
                return;
            }
        }
    }

    void close() {
        Subscription old;
        synchronized (this) {
            closed = true;
            listener = null;
            old = subscription;
            subscription = null;
        }
        feed.forget(this);
        close(old);
    }

    private boolean subscribe(ChangeStream stream, long since, Listener mine) {
        Subscription made;
        try {
            made = stream.subscribe(filter, since, mine);
        } catch (RuntimeException e) {
            LOG.debug("Cannot subscribe to changes of model {} after {}; trying again", filter.modelUuid(), since, e);
            synchronized (this) {
                if (listener == mine) {
                    followed = null;
                }
            }
            return false;
        }
        boolean superseded;
        synchronized (this) {
            superseded = listener != mine;
            if (!superseded) {
                subscription = made;
            }
        }
        if (superseded) {
            close(made);
        }
        return true;
    }

    private static void close(Subscription old) {
        if (old == null) {
            return;
        }
        try {
            old.close();
        } catch (RuntimeException e) {
            LOG.debug("A subscription of a change stream that is going away did not close", e);
        }
    }

    private final class Listener implements ChangeListener {

        @Override
        public void changed(List<Change> changes) {
            List<Change> news;
            synchronized (FeedSubscription.this) {
                if (listener != this) {
                    return;
                }
                long seen = last;
                news = changes.stream().filter(change -> change.number() > seen).toList();
                if (news.isEmpty()) {
                    return;
                }
                last = news.get(news.size() - 1).number();
                // Within the lock, so that a stream which takes over cannot overtake; the watcher's own lock is inner.
                watcher.collect(news);
            }
            watcher.handOut();
        }

        @Override
        public void lost() {
            synchronized (FeedSubscription.this) {
                if (listener != this) {
                    return;
                }
            }
            watcher.end(new RpcException("", "watcher fell behind the change log, watch again"));
        }
    }
}
