// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The imports that are writing. One model is imported once at a time, and none after the importer has been stopped. */
final class InFlight {
    private final Set<String> models = new HashSet<>();
    private boolean closed;

    /**
     * Takes note of an import that begins.
     *
     * @throws FacetException code {@code already exists}, if one of the same model is under way
     */
    synchronized void begin(String modelUuid) {
        check(modelUuid);
        if (!models.add(modelUuid)) {
            throw new FacetException(
                    ErrorCode.ALREADY_EXISTS,
                    "model " + modelUuid + " already exists: it is being imported by somebody else just now");
        }
    }

    /** Takes note of an import that has come to its end, whichever. */
    synchronized void end(String modelUuid) {
        models.remove(modelUuid);
        notifyAll();
    }

    /**
     * Called between two transactions.
     *
     * @throws FacetException code {@code stopped}, if the import must end here
     */
    synchronized void check(String modelUuid) {
        if (closed || Thread.currentThread().isInterrupted()) {
            throw new FacetException(
                    ErrorCode.STOPPED,
                    "import of model " + modelUuid + " was stopped before its end; nothing was imported");
        }
    }

    /** Stops all imports and waits until they have cleared away what they wrote. */
    synchronized void close(Duration patience) {
        closed = true;
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis();
                    !models.isEmpty() && left > 0;
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            // What is left hidden is deleted at the next start.
            Thread.currentThread().interrupt();
        }
    }
}
