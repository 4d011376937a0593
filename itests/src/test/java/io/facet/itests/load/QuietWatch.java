// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import io.facet.client.ApiException;
import io.facet.client.WatchListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A watcher of something that does not change: after its first event there must be none. */
final class QuietWatch implements WatchListener {

    private final String name;
    private final Findings findings;
    private final AtomicInteger events = new AtomicInteger();

    QuietWatch(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    @Override
    public void event(List<String> changes) {
        if (events.incrementAndGet() > 1) {
            findings.add(Findings.Kind.WATCH, name + ": event " + events + " although nothing changed " + changes);
        }
    }

    @Override
    public void ended(Optional<ApiException> failure) {
        failure.ifPresent(cause -> findings.add(Findings.Kind.WATCH, name + " ended: " + cause));
    }
}
