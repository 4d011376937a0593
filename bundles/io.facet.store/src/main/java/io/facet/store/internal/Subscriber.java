// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.Subscription;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription. Everything but {@link #close()} happens on the thread of the tailer. */
final class Subscriber implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private final ChangeFilter filter;
    private final ChangeListener listener;
    private final Consumer<Subscriber> leave;
    /** The last change that was considered while catching up. */
    private volatile long position;
    /** The stream that is followed; null while catching up. */
    private volatile ModelStream stream;

    private volatile boolean closed;

    Subscriber(ChangeFilter filter, long since, ChangeListener listener, Consumer<Subscriber> leave) {
        this.filter = filter;
        this.position = since;
        this.listener = listener;
        this.leave = leave;
    }

    ChangeFilter filter() {
        return filter;
    }

    @Override
    public long position() {
        ModelStream followed = stream;
        return followed == null ? position : followed.cursor();
    }

    /** From here on the subscriber is where the stream is. */
    void follow(ModelStream followed) {
        stream = followed;
    }

    void advanceTo(long number) {
        position = number;
    }

    boolean isClosed() {
        return closed;
    }

    /** Delivers changes, which the filter accepts. A listener that fails is not called again. */
    void deliver(List<Change> changes) {
        if (closed || changes.isEmpty()) {
            return;
        }
        try {
            listener.changed(List.copyOf(changes));
        } catch (Throwable e) {
            // The thread serves all others too.
            LOG.error("Listener to {} ended: it failed on changes from {} on", filter, changes.get(0), e);
            close();
        }
    }

    /** Ends the subscription for lack of changes that are in the log no more. */
    void lose() {
        if (closed) {
            return;
        }
        close();
        try {
            listener.lost();
        } catch (Throwable e) {
            // The thread serves all others too.
            LOG.error("Listener to {} failed when told that changes are lost", filter, e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            leave.accept(this);
        }
    }
}
