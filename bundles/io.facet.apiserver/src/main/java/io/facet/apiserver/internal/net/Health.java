// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import java.util.function.BooleanSupplier;

/** Whether the server is starting, running or stopping ({@code wire.md} section 7). */
public final class Health {

    private final BooleanSupplier ready;
    private volatile boolean stopping;

    /** @param ready whether everything a client needs is there */
    public Health(BooleanSupplier ready) {
        this.ready = ready;
    }

    /** {@code starting}, {@code running} or {@code stopping}. */
    public String text() {
        if (stopping) {
            return "stopping";
        }
        return ready.getAsBoolean() ? "running" : "starting";
    }

    boolean isRunning() {
        return !stopping && ready.getAsBoolean();
    }

    boolean isStopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
    }
}
