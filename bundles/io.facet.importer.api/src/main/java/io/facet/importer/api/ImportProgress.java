// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears how far an import has come, on the thread that called the importer. What it throws before the model is visible ends
 * the import, with nothing changed.
 */
@FunctionalInterface
@ConsumerType
public interface ImportProgress {

    /** Ignores all progress. */
    ImportProgress NONE = (phase, done, total) -> {};

    /** The phases of an import, in order. */
    enum Phase {
        /** Reading the document; counted in bytes. */
        READ,
        /** Checking structure and references; one step. */
        CHECK,
        /** Writing under a hidden model; counted in entities. */
        WRITE,
        /** Making the model visible; one step. */
        REVEAL
    }

    /**
     * Called at the beginning of a phase, at its end, and now and then between. Phases come in order, and {@code done}
     * never decreases within a phase.
     *
     * @param done how much of the phase is done
     * @param total how much there is to do; 0 if unknown
     */
    void progress(Phase phase, long done, long total);
}
