// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.apiserver.api.Peer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/** What log lines say of the call that caused them: the keys {@code call}, {@code connection} and {@code tag} of the MDC. */
public final class CallTrail {

    /** Starts at the time in microseconds, which calls do not overtake: ids stay unique over restarts. */
    private static final AtomicLong LAST = new AtomicLong(System.currentTimeMillis() * 1000);

    private final long number = LAST.incrementAndGet();
    private final Peer peer;

    /** The trail of a new call. */
    public CallTrail(Peer peer) {
        this.peer = peer;
    }

    /** The correlation id of the call. */
    public String id() {
        return Long.toString(number, Character.MAX_RADIX);
    }

    /** Who calls. */
    public Peer peer() {
        return peer;
    }

    /** Runs a task, so that what it logs bears the marks of this call. */
    public void run(Runnable task) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        // All keys in one go: this is done for each call.
        MDC.setContextMap(Map.of("call", id(), "connection", Long.toString(peer.connection()), "tag", peer.authTag()));
        try {
            task.run();
        } finally {
            if (before == null || before.isEmpty()) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }
}
