// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears how far an export has come, on the thread that called the exporter. */
@FunctionalInterface
@ConsumerType
public interface ExportProgress {

    /** Ignores all progress. */
    ExportProgress NONE = (done, total) -> {};

    /**
     * Called at the beginning, at the end, and now and then between.
     *
     * @param done how many entities are written
     * @param total how many there are
     */
    void progress(long done, long total);
}
