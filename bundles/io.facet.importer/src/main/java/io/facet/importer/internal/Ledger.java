// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps account of what a description holds and Facet does not take over, and of its oddities. */
final class Ledger {
    /** More of them would bury the rest of the report. */
    private static final int MAX_WARNINGS = 100;

    private final Map<String, Integer> leftOut = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private int unlisted;

    /** Counts entries left out; none is not worth mentioning. */
    void leaveOut(String what, int count) {
        if (count > 0) {
            leftOut.merge(what, count, Integer::sum);
        }
    }

    /** Notes an oddity that does not prevent the import. */
    void warn(String warning) {
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(warning);
        } else {
            unlisted++;
        }
    }

    /** What was left out, in the order of reading. */
    Map<String, Integer> leftOut() {
        return leftOut;
    }

    /** The oddities, in the order of reading. */
    List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        if (unlisted > 0) {
            all.add("and " + unlisted + " more");
        }
        return all;
    }
}
