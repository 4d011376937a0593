// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.internal.Whiteboard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest exchanges of facades and services, and their sums since the server started. */
public final class SwapLog {

    private static final Logger LOG = LoggerFactory.getLogger(SwapLog.class);

    private static final int KEPT = 1000;

    private final Deque<SwapStatus> latest = new ArrayDeque<>();
    private final SwapFigures figures = new SwapFigures();
    private final Whiteboard<ServerListener> listeners;

    public SwapLog(Whiteboard<ServerListener> listeners) {
        this.listeners = listeners;
    }

    /** Adds an exchange that is over. */
    public void add(SwapStatus swap) {
        figures.add(swap);
        synchronized (latest) {
            if (latest.size() == KEPT) {
                latest.removeFirst();
            }
            latest.addLast(swap);
        }
        LOG.info(
                "{} of {} from {} to {}: {}; gap {} ms, {} calls parked for up to {} ms, {} drained",
                swap.kind(),
                swap.subject(),
                swap.from().isEmpty() ? "nothing" : swap.from(),
                swap.to().isEmpty() ? "nothing" : swap.to(),
                swap.outcome(),
                swap.gap().toMillis(),
                swap.parked(),
                swap.longestWait().toMillis(),
                swap.drained());
        listeners.tell(listener -> listener.swapped(swap));
    }

    /** The latest 1000, oldest first. */
    public List<SwapStatus> latest() {
        synchronized (latest) {
            return List.copyOf(latest);
        }
    }

    /** The sums, for whoever watches the server. */
    public SwapFigures figures() {
        return figures;
    }
}
