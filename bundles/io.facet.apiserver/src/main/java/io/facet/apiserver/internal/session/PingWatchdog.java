// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.PeerEvents;
import io.facet.apiserver.internal.ServerContext;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes the connection of an agent that does not ping ({@code wire.md} 5.2). While the server itself does not read from
 * the peer, because too many of its calls run, a ping could not be seen: that time does not count against the agent.
 */
final class PingWatchdog {

    private final ServerContext context;
    private final Link link;
    private final PeerEvents peer;

    private volatile long lastPing;

    /** The next look at the clock, null while not armed; guarded by this. */
    private Future<?> look;

    PingWatchdog(ServerContext context, Link link, PeerEvents peer) {
        this.context = context;
        this.link = link;
        this.peer = peer;
    }

    synchronized void arm() {
        lastPing = System.nanoTime();
        lookAfter(timeoutNanos());
    }

    /** Takes note of a ping; does nothing if not armed. */
    void ping() {
        lastPing = System.nanoTime();
    }

    synchronized void disarm() {
        if (look != null) {
            look.cancel(false);
            look = null;
        }
    }

    private void check() {
        boolean late;
        synchronized (this) {
            if (look == null) {
                return;
            }
            if (link.isSaturated()) {
                lastPing = System.nanoTime();
            }
            long left = timeoutNanos() - (System.nanoTime() - lastPing);
            late = left <= 0;
            if (late) {
                look = null;
            } else {
                lookAfter(left);
            }
        }
        if (late) {
            peer.refused(Refusal.PING_MISSED);
            link.close();
        }
    }

    private void lookAfter(long nanos) {
        look = context.timer().schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private long timeoutNanos() {
        return context.settings().get().pingTimeout().toNanos();
    }
}
