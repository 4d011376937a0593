// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.facet.monitoring.api.CheckResult;
import io.facet.monitoring.api.HealthReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.stream.Collectors;

/** What the health checks found. */
final class HealthMeters {

    private final GaugeRows<String> checks;
    private volatile double ready = 1;

    HealthMeters(MeterRegistry registry) {
        checks = new GaugeRows<>(
                registry,
                "facet.health.check.status",
                "0 ok, 1 warn, 2 temporarily unavailable, 3 critical, 4 the check failed",
                name -> Tags.of("check", name));
        Gauge.builder("facet.ready", this, meters -> meters.ready)
                .description("1 if the health checks let new clients come, 0 if not")
                .register(registry);
    }

    void show(HealthReport report) {
        ready = report.ready() ? 1 : 0;
        checks.show(report.checks().stream()
                .collect(Collectors.toMap(
                        CheckResult::name, check -> (double) check.status().ordinal(), Math::max)));
    }
}
