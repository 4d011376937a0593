// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.SwapStatus;
import java.util.List;

/**
 * The exchange that is under way, as the journal has it.
 *
 * @param kind what kind
 * @param next the bundle that is to serve
 * @param location location of that bundle in the framework
 * @param adopted whether somebody else installed it
 * @param old the bundles to be replaced
 * @param restores whether it brings back what served before, so that what it replaces is nothing to roll back to
 * @param switched whether the new bundle has the calls, so that there is no way back
 * @param begunMs when it began; milliseconds since 1970
 */
record Operation(
        SwapStatus.Kind kind,
        KeptJar next,
        String location,
        boolean adopted,
        List<Old> old,
        boolean restores,
        boolean switched,
        long begunMs) {

    /**
     * A bundle to be replaced.
     *
     * @param bundleId its id
     * @param jar what is kept of it; there is no file before it is copied
     */
    record Old(long bundleId, KeptJar jar) {}

    Operation withCopies(List<Old> copied) {
        return new Operation(kind, next, location, adopted, copied, restores, switched, begunMs);
    }

    Operation withSwitch() {
        return new Operation(kind, next, location, adopted, old, restores, true, begunMs);
    }

    String subject() {
        return String.join(", ", next.subjects());
    }

    /** Version that serves before; the one that is to be kept as the latest comes last. */
    String from() {
        return old.isEmpty() ? "" : old.get(old.size() - 1).jar().bundleVersion();
    }

    boolean upward() {
        return old.stream().allMatch(each -> each.jar().version().compareTo(next.version()) < 0);
    }
}
