// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.store.api.Change;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The keys of each delivery are one event; events queue up ({@code wire.md} 6.3, table-based watchers). */
final class BatchState implements WatcherState {

    /** Events beyond this many are merged into the last, so that a client that does not ask cannot fill the memory. */
    private static final int MAX_QUEUED = 64;

    private final Deque<Set<String>> queue = new ArrayDeque<>();

    @Override
    public void apply(List<Change> changes, long now) {
        if (queue.size() < MAX_QUEUED) {
            queue.add(new LinkedHashSet<>());
        }
        Set<String> batch = queue.getLast();
        changes.forEach(change -> batch.add(change.key()));
    }

    @Override
    public Optional<byte[]> take(long now) {
        return Optional.ofNullable(queue.poll()).map(Events::strings);
    }

    @Override
    public int pending(long now) {
        return queue.size();
    }

    @Override
    public OptionalLong due() {
        return OptionalLong.empty();
    }
}
