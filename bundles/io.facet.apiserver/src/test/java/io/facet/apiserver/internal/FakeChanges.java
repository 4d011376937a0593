// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.ChangeStream;
import io.facet.store.api.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A change log and streams over it that come and go. */
public final class FakeChanges {

    private final List<Change> log = new ArrayList<>();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    /** Number of the last change that is in the log no more. */
    private long pruned;

    /** Commits one change, and gives every open stream the chance to deliver it. */
    public synchronized void commit(String model, String namespace, String scope, String key, String value) {
        log.add(new Change(model, log.size() + 1, namespace, scope, key, value));
        streams.forEach(Stream::deliver);
    }

    /** Forgets all changes so far: who comes with an older position has lost them. */
    public synchronized void prune() {
        pruned = log.size();
    }

    public Stream open() {
        Stream stream = new Stream();
        streams.add(stream);
        return stream;
    }

    /** One incarnation of the change stream service. */
    public final class Stream implements ChangeStream {
        private final List<Reader> readers = new CopyOnWriteArrayList<>();

        @Override
        public Subscription subscribe(ChangeFilter filter, long since, ChangeListener listener) {
            Reader reader = new Reader(filter, since, listener);
            synchronized (FakeChanges.this) {
                readers.add(reader);
                reader.deliver();
            }
            if (since < pruned) {
                listener.lost();
            }
            return new Subscription() {
                @Override
                public long position() {
                    return reader.position;
                }

                @Override
                public void close() {
                    readers.remove(reader);
                }
            };
        }

        public void stop() {
            streams.remove(this);
        }

        public int subscriptions() {
            return readers.size();
        }

        public void lose() {
            readers.forEach(reader -> reader.listener.lost());
        }

        private void deliver() {
            readers.forEach(Reader::deliver);
        }
    }

    private final class Reader {
        private final ChangeFilter filter;
        private final ChangeListener listener;
        private volatile long position;

        Reader(ChangeFilter filter, long since, ChangeListener listener) {
            this.filter = filter;
            this.position = since;
            this.listener = listener;
        }

        void deliver() {
            List<Change> news = log.stream()
                    .filter(change -> change.number() > position && filter.accepts(change))
                    .toList();
            position = log.size();
            if (!news.isEmpty()) {
                listener.changed(news);
            }
        }
    }
}
