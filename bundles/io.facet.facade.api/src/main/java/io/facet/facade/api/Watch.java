// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a watcher waits for, as a value: the server evaluates it against the change stream and keeps its state, so a
 * watcher outlives the facade and the services that made it ({@code wire.md} section 6).
 */
public sealed interface Watch {

    /**
     * Fires when any change of the source was committed; answered by {@code NotifyWatcher}. Changes between two
     * {@code Next} calls make one event.
     */
    record Notify(Source source) implements Watch {}

    /**
     * Follows the life of keys; answered by {@code StringsWatcher}. A key is reported when it appears, when its life
     * changes, and once when it becomes dead or is removed; nothing after that. The values of the source's changes are
     * {@code alive}, {@code dying}, {@code dead} or {@code removed}.
     *
     * @param dead the keys of the initial list that were dead in it, whose removal is therefore not reported
     */
    record LifeCycle(Source source, Set<String> dead) implements Watch {
        public LifeCycle {
            dead = Set.copyOf(dead);
        }
    }

    /**
     * Reports the key of every change of the source; answered by {@code StringsWatcher}.
     *
     * @param holdBack how long a change is held back after it was first seen, so that further ones of the key within
     *     that time add nothing; zero for not at all
     */
    record Keys(Source source, Duration holdBack) implements Watch {}

    /**
     * A plain timer; answered by {@code NotifyWatcher}. The next event comes one period after the previous one was
     * taken, and never more than one is pending.
     */
    record Timer(Duration period) implements Watch {}

    /**
     * Which changes feed a watcher.
     *
     * @param modelUuid the model
     * @param namespaces namespaces of the change stream
     * @param scope scope within the namespaces, exactly
     * @param keyPrefix what a key must begin with; empty for every key
     * @param since number of the last change that the watcher's first event already covers
     */
    record Source(String modelUuid, Set<String> namespaces, String scope, String keyPrefix, long since) {
        public Source {
            namespaces = Set.copyOf(namespaces);
        }
    }

    /** Life values that a {@link LifeCycle} watcher understands, in order. */
    List<String> LIVES = List.of("alive", "dying", "dead", "removed");
}
