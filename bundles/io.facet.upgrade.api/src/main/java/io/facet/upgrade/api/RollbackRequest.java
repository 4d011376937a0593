// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.api;

import java.time.Duration;
import java.util.Optional;

/**
 * How far to roll back, and how.
 *
 * @param bundleVersion Bundle-Version to go to; empty for the bundle that was replaced last
 * @param dryRun whether to check only, and change nothing
 * @param timeout how long the bundle may take to come up; empty for what is configured
 */
public record RollbackRequest(Optional<String> bundleVersion, boolean dryRun, Optional<Duration> timeout) {

    /** To the bundle that was replaced last, with the configured timeout. */
    public static final RollbackRequest LAST = new RollbackRequest(Optional.empty(), false, Optional.empty());
}
