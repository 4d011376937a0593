// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.store.api.Change;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Follows the life of keys: one is reported when it appears, when its life changes, and once when it becomes dead or is
 * removed. Keys are collected into a set until {@code Next} takes it.
 */
final class LifeCycleState implements WatcherState {

    private static final String DEAD = "dead";
    private static final String REMOVED = "removed";

    /** Last life seen by key; only of keys that changed since the watch began, or were dead then. */
    private final Map<String, String> lives = new HashMap<>();

    private final Set<String> pending = new LinkedHashSet<>();

    LifeCycleState(Set<String> dead) {
        dead.forEach(key -> lives.put(key, DEAD));
    }

    @Override
    public void apply(List<Change> changes, long now) {
        changes.forEach(change -> apply(change.key(), change.value()));
    }

    private void apply(String key, String life) {
        String known = REMOVED.equals(life) ? lives.remove(key) : lives.put(key, life);
        boolean ended = DEAD.equals(known) && (DEAD.equals(life) || REMOVED.equals(life));
        if (!ended && !life.equals(known)) {
            pending.add(key);
        }
    }

    @Override
    public Optional<byte[]> take(long now) {
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        byte[] event = Events.strings(pending);
        pending.clear();
        return Optional.of(event);
    }

    @Override
    public int pending(long now) {
        return pending.size();
    }

    @Override
    public OptionalLong due() {
        return OptionalLong.empty();
    }
}
