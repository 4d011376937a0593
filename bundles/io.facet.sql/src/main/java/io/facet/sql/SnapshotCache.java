// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was read from the database, given out again as long as nothing is written ({@link Transaction#snapshot}). It never
 * holds anything that the transaction which asks would not find itself. For what nearly every call asks for; the first
 * write drops all of it.
 *
 * @param <K> by what values are found; no record of a bundle that may be exchanged, since the JDK keeps hold of the last
 *     record whose equality it had to find out, and with it of the bundle's class loader
 * @param <V> immutable values
 */
public final class SnapshotCache<K, V> {

    private final int maxSize;

    private volatile Kept<K, V> kept = new Kept<>(-1);

    /** What was found in one state of the database; what is not there is known to be so. */
    private static final class Kept<K, V> {
        private final long snapshot;
        private final Map<K, Optional<V>> values = new ConcurrentHashMap<>();

        Kept(long snapshot) {
            this.snapshot = snapshot;
        }
    }

    /** @param maxSize how many values it holds at most, roughly */
    public SnapshotCache(int maxSize) {
        this.maxSize = maxSize;
    }

    /**
     * The values of some keys.
     *
     * @param read reads those of the keys that are not here from the database, within the transaction
     * @return those that exist, in no order
     */
    public List<V> get(Transaction tx, Collection<K> keys, Function<List<K>, Map<K, V>> read) {
        OptionalLong snapshot = tx.snapshot();
        if (snapshot.isEmpty()) {
            return List.copyOf(read.apply(List.copyOf(keys)).values());
        }
        Kept<K, V> current = of(snapshot.getAsLong());
        List<V> found = new ArrayList<>(keys.size());
        List<K> missing = new ArrayList<>(0);
        for (K key : keys) {
            Optional<V> value = current.values.get(key);
            if (value == null) {
                missing.add(key);
            } else {
                value.ifPresent(found::add);
            }
        }
        if (!missing.isEmpty()) {
            Map<K, V> news = read.apply(missing);
            found.addAll(news.values());
            if (tx.snapshot().equals(snapshot)) {
                // Still the same state, so what was just read is of it.
                keep(current, missing, news);
            }
        }
        return found;
    }

    private void keep(Kept<K, V> current, List<K> keys, Map<K, V> values) {
        if (keys.size() > maxSize) {
            return;
        }
        Kept<K, V> roomy = current;
        if (current.values.size() + keys.size() > maxSize) {
            roomy = new Kept<>(current.snapshot);
            kept = roomy;
        }
        for (K key : keys) {
            roomy.values.put(key, Optional.ofNullable(values.get(key)));
        }
    }

    private Kept<K, V> of(long snapshot) {
        Kept<K, V> current = kept;
        if (current.snapshot == snapshot) {
            return current;
        }
        Kept<K, V> renewed = new Kept<>(snapshot);
        // An older transaction that comes late gets one of its own, which is dropped with it.
        if (snapshot > current.snapshot) {
            kept = renewed;
        }
        return renewed;
    }
}
