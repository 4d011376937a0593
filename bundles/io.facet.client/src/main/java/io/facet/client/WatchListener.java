// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import java.util.List;
import java.util.Optional;

/** Receives the events of one watcher, one call at a time; the next event is asked for when the call returns. */
public interface WatchListener {

    /**
     * An event; the first one is the state at the start.
     *
     * @param changes what changed; always empty for a notify watcher
     */
    void event(List<String> changes);

    /**
     * The watcher ended. Nothing follows.
     *
     * @param failure why, if it ended by itself; empty if it was stopped. A lost connection is a {@link
     *     ConnectionException}: watch again on the next connection
     */
    default void ended(Optional<ApiException> failure) {}
}
