// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.api;

import java.time.Duration;
import java.time.Instant;

/**
 * What one health check found.
 *
 * @param name name of the check, such as {@code disk}
 * @param status how it stands
 * @param message what was found and, if that is not well, what can be done, as a sentence
 * @param since since when it has this status, as far back as the monitoring runs
 * @param lastRun when this was found
 * @param took how long the check took
 * @param decidesReadiness whether it has a say in {@link HealthReport#ready}
 */
public record CheckResult(
        String name,
        CheckStatus status,
        String message,
        Instant since,
        Instant lastRun,
        Duration took,
        boolean decidesReadiness) {}
