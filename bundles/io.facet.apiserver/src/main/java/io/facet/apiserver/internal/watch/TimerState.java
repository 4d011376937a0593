// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.store.api.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One event a period after the previous one was taken; the first one is the reply of the watch call. */
final class TimerState implements WatcherState {

    private final long period;
    private long due;

    TimerState(Duration period, long now) {
        this.period = period.toNanos();
        this.due = now + this.period;
    }

    @Override
    public void apply(List<Change> changes, long now) {
        // A timer has no source, so there is nothing to take in.
    }

    @Override
    public Optional<byte[]> take(long now) {
        if (now - due < 0) {
            return Optional.empty();
        }
        due = now + period;
        return Optional.of(Events.notification());
    }

    @Override
    public int pending(long now) {
        return now - due < 0 ? 0 : 1;
    }

    @Override
    public OptionalLong due() {
        return OptionalLong.of(due);
    }
}
