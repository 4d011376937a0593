// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.api;

import java.util.List;

/**
 * What the health checks found.
 *
 * @param status the worst of all checks
 * @param ready whether new clients should come here: none of the checks that decide on it is worse than a warning
 * @param checks the checks, sorted by name
 */
public record HealthReport(CheckStatus status, boolean ready, List<CheckResult> checks) {
    public HealthReport {
        checks = List.copyOf(checks);
    }
}
