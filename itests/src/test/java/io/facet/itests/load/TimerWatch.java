// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import io.facet.client.ApiException;
import io.facet.client.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A watcher of a plain timer with a period of a minute: an event a minute after the previous one, neither less nor more. */
final class TimerWatch implements WatchListener {

    private static final long PERIOD = Duration.ofMinutes(1).toNanos();
    private static final long TOLERANCE = Duration.ofSeconds(10).toNanos();

    private final String name;
    private final Findings findings;
    private volatile long last = System.nanoTime();
    private volatile boolean started;

    TimerWatch(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    @Override
    public void event(List<String> changes) {
        long now = System.nanoTime();
        if (started && Math.abs(now - last - PERIOD) > TOLERANCE) {
            late(now);
        }
        started = true;
        last = now;
    }

    @Override
    public void ended(Optional<ApiException> failure) {
        failure.ifPresent(cause -> findings.add(Findings.Kind.WATCH, name + " ended: " + cause));
    }

    /** To be called at the end: reports an event that should have come. */
    void close() {
        long now = System.nanoTime();
        if (now - last > PERIOD + TOLERANCE) {
            late(now);
        }
    }

    private void late(long now) {
        findings.add(
                Findings.Kind.WATCH,
                name + ": " + Duration.ofNanos(now - last).toMillis() + " ms after the previous event, not 60000");
    }
}
