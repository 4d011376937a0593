// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.store.api.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reports a key some time after a change of it was first seen; further changes in between add nothing. */
final class HoldBackState implements WatcherState {

    private final long holdBack;

    /** When each key is due. All are held back equally long, so insertion order is order of time. */
    private final Map<String, Long> due = new LinkedHashMap<>();

    HoldBackState(Duration holdBack) {
        this.holdBack = holdBack.toNanos();
    }

    @Override
    public void apply(List<Change> changes, long now) {
        changes.forEach(change -> due.putIfAbsent(change.key(), now + holdBack));
    }

    @Override
    public Optional<byte[]> take(long now) {
        List<String> ready = new ArrayList<>();
        Iterator<Map.Entry<String, Long>> entries = due.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Long> entry = entries.next();
            if (now - entry.getValue() < 0) {
                break;
            }
            ready.add(entry.getKey());
            entries.remove();
        }
        return ready.isEmpty() ? Optional.empty() : Optional.of(Events.strings(ready));
    }

    @Override
    public int pending(long now) {
        return (int) due.values().stream().filter(time -> now - time >= 0).count();
    }

    @Override
    public OptionalLong due() {
        return due.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(due.values().iterator().next());
    }
}
