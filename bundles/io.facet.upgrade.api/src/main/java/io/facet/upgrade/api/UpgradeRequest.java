// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What to upgrade to, and how.
 *
 * @param location the jar: a path on the server, or a URL such as {@code file:}, {@code https:} or {@code mvn:}
 * @param force whether the jar may have a lower Bundle-Version than what serves now
 * @param dryRun whether to check only, and change nothing
 * @param timeout how long the new bundle may take to come up; empty for what is configured
 */
public record UpgradeRequest(String location, boolean force, boolean dryRun, Optional<Duration> timeout) {

    /** An upgrade to a newer jar with the configured timeout. */
    public static UpgradeRequest of(String location) {
        return new UpgradeRequest(location, false, false, Optional.empty());
    }
}
