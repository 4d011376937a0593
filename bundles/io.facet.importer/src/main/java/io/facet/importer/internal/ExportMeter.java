// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what an export writes, for those who watch it, and ends it when nobody waits for it any longer. */
final class ExportMeter {
    /** By kind, in the order of the document. */
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    private volatile long done;
    private volatile long total;
    private volatile boolean stopped;

    /** Begins, or begins again: a read of the database may be repeated. */
    void begin(long entities) {
        counts.clear();
        total = entities;
        done = 0;
    }

    /**
     * Called for every entity.
     *
     * @throws FacetException code {@code stopped}, if the export must end here
     */
    void wrote(String kind) {
        if (stopped) {
            throw new FacetException(ErrorCode.STOPPED, "the export was stopped before its end");
        }
        counts.merge(kind, 1, Integer::sum);
        done++;
    }

    void stop() {
        stopped = true;
    }

    long done() {
        return done;
    }

    long total() {
        return total;
    }

    Map<String, Integer> counts() {
        return counts;
    }
}
