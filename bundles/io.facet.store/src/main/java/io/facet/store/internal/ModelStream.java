// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The subscribers to the changes of one model, found by namespace and scope. Used by the tailer's thread. */
final class ModelStream {

    private record Place(String namespace, String scope) {}

    /** Who wants the changes of a namespace and scope. */
    private final Map<Place, Set<Subscriber>> subscribers = new HashMap<>();
    /** The last change that was delivered; read by the pruner too. */
    private volatile long cursor;

    ModelStream(long cursor) {
        this.cursor = cursor;
    }

    long cursor() {
        return cursor;
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    void add(Subscriber subscriber) {
        subscriber.follow(this);
        for (String namespace : subscriber.filter().namespaces()) {
            Place place = new Place(namespace, subscriber.filter().scope());
            subscribers.computeIfAbsent(place, key -> new LinkedHashSet<>()).add(subscriber);
        }
    }

    void remove(Subscriber subscriber) {
        for (String namespace : subscriber.filter().namespaces()) {
            subscribers.computeIfPresent(
                    new Place(namespace, subscriber.filter().scope()), (place, present) -> {
                        present.remove(subscriber);
                        return present.isEmpty() ? null : present;
                    });
        }
    }

    /** Delivers the changes that follow the cursor, and moves it behind them. */
    void deliver(List<Change> changes) {
        Map<Subscriber, List<Change>> due = new LinkedHashMap<>();
        for (Change change : changes) {
            for (Subscriber subscriber :
                    subscribers.getOrDefault(new Place(change.namespace(), change.scope()), Set.of())) {
                if (change.key().startsWith(subscriber.filter().keyPrefix())) {
                    due.computeIfAbsent(subscriber, key -> new ArrayList<>()).add(change);
                }
            }
        }
        due.forEach(Subscriber::deliver);
        cursor = changes.get(changes.size() - 1).number();
    }

    /** Ends every subscription: changes after the cursor are in the log no more. */
    void lose() {
        Set<Subscriber> all = new LinkedHashSet<>();
        subscribers.values().forEach(all::addAll);
        subscribers.clear();
        all.forEach(Subscriber::lose);
    }
}
