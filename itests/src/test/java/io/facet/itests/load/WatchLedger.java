// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import static org.awaitility.Awaitility.await;

import io.facet.client.ApiException;
import io.facet.client.WatchListener;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Compares what was changed with what a number of equal watchers were told. Every watcher must hear of an id after the last
 * change of it, and not more often than it was changed: coalescing may merge events, never multiply or invent them.
 */
final class WatchLedger {

    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final String name;
    private final Findings findings;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Map<String, Changes> changes = new ConcurrentHashMap<>();
    /** Ids with changes that were not looked at yet. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    private final AtomicLong events = new AtomicLong();

    /** @param name what is watched, for messages */
    WatchLedger(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    /** The listener of one more watcher. */
    WatchListener watcher(String connection) {
        Watcher watcher = new Watcher(connection);
        watchers.add(watcher);
        return watcher;
    }

    /** Enters that the ids were changed once more, or are about to be. */
    void changed(Collection<String> ids, long begun) {
        for (String id : ids) {
            changes.merge(id, new Changes(1, begun), (old, one) -> new Changes(old.count + 1, begun));
            open.add(id);
        }
    }

    /** Waits until every watcher was told of the ids, or reports those that were not. */
    void awaitDelivery(Collection<String> ids) {
        try {
            await().atMost(DELIVERY).pollInterval(Duration.ofMillis(5)).until(() -> watchers.stream()
                    .allMatch(watcher -> watcher.missing(ids).isEmpty()));
        } catch (ConditionTimeoutException e) {
            for (Watcher watcher : watchers) {
                Set<String> missing = watcher.missing(ids);
                if (!missing.isEmpty()) {
                    findings.add(
                            Findings.Kind.WATCH,
                            name + ", watcher of " + watcher.connection + ": not told of " + missing + " within "
                                    + DELIVERY.toSeconds() + " s");
                }
            }
        }
    }

    /** Waits until all that was changed so far was delivered, and compares the numbers. */
    void settle() {
        Set<String> looked = Set.copyOf(open);
        open.removeAll(looked);
        awaitDelivery(looked);
        looked.forEach(this::compare);
    }

    /** Settles, and compares all numbers of the whole run. */
    void close() {
        settle();
        watchers.stream()
                .flatMap(watcher -> watcher.seen.keySet().stream())
                .distinct()
                .forEach(this::compare);
    }

    /** Events told to all watchers, not counting the first one of each. */
    long events() {
        return events.get();
    }

    /** Changes made. */
    long changes() {
        return changes.values().stream().mapToLong(Changes::count).sum();
    }

    int watchers() {
        return watchers.size();
    }

    private void compare(String id) {
        int made = changes.getOrDefault(id, new Changes(0, 0)).count;
        for (Watcher watcher : watchers) {
            int told = watcher.seen.getOrDefault(id, new Told(0, 0)).count;
            if (told > made) {
                findings.add(
                        Findings.Kind.WATCH,
                        "%s, watcher of %s: %d changes of %s were told as %d events"
                                .formatted(name, watcher.connection, made, id, told));
            }
        }
    }

    private record Changes(int count, long lastBegun) {}

    private record Told(int count, long last) {}

    private final class Watcher implements WatchListener {
        private final String connection;
        private final Map<String, Told> seen = new ConcurrentHashMap<>();
        private volatile boolean started;

        Watcher(String connection) {
            this.connection = connection;
        }

        @Override
        public void event(List<String> ids) {
            if (!started) {
                // The state at the start, which is no change.
                started = true;
                return;
            }
            long now = System.nanoTime();
            for (String id : ids) {
                seen.merge(id, new Told(1, now), (old, one) -> new Told(old.count + 1, now));
                events.incrementAndGet();
            }
        }

        @Override
        public void ended(Optional<ApiException> failure) {
            failure.ifPresent(cause ->
                    findings.add(Findings.Kind.WATCH, name + ", watcher of " + connection + " ended: " + cause));
        }

        Set<String> missing(Collection<String> ids) {
            return ids.stream()
                    .filter(id -> {
                        Told told = seen.get(id);
                        return told == null || told.last < changes.get(id).lastBegun;
                    })
                    .collect(Collectors.toSet());
        }
    }
}
