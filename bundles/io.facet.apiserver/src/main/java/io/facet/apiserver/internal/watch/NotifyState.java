// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.store.api.Change;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Any number of changes make one event. */
final class NotifyState implements WatcherState {

    private boolean pending;

    @Override
    public void apply(List<Change> changes, long now) {
        pending = true;
    }

    @Override
    public Optional<byte[]> take(long now) {
        if (!pending) {
            return Optional.empty();
        }
        pending = false;
        return Optional.of(Events.notification());
    }

    @Override
    public int pending(long now) {
        return pending ? 1 : 0;
    }

    @Override
    public OptionalLong due() {
        return OptionalLong.empty();
    }
}
