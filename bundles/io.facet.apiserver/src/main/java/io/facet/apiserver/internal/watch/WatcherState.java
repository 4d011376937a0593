// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.store.api.Change;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a watcher has collected since its last event, as plain values ({@code wire.md} 6.3). Not thread-safe: guarded by
 * its watcher. Times are those of {@link System#nanoTime()}.
 */
interface WatcherState {

    /** Takes in changes, in order. */
    void apply(List<Change> changes, long now);

    /** The result of {@code Next} if an event is ready, which is then taken; else empty. */
    Optional<byte[]> take(long now);

    /** How many events, or keys of one event, are ready. */
    int pending(long now);

    /** When an event becomes ready without a further change, or empty if it takes a change. */
    OptionalLong due();
}
