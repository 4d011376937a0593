// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.api.Readiness;
import io.facet.apiserver.internal.Whiteboard;
import java.util.function.BooleanSupplier;

/** Whether the server is starting, running or stopping ({@code wire.md} section 7). */
public final class Health {

    private final BooleanSupplier ready;
    private final Whiteboard<Readiness> votes = new Whiteboard<>();
    private volatile boolean stopping;

    /** @param ready whether everything a client needs is there */
    public Health(BooleanSupplier ready) {
        this.ready = ready;
    }

    /** Those who have a say beside. */
    Whiteboard<Readiness> votes() {
        return votes;
    }

    /** {@code starting}, {@code running} or {@code stopping}. */
    public String text() {
        if (stopping) {
            return "stopping";
        }
        return isRunning() ? "running" : "starting";
    }

    boolean isRunning() {
        return !stopping && ready.getAsBoolean() && votes.agrees(Readiness::isReady);
    }

    boolean isStopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
    }
}
