// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal;

import io.facet.monitoring.internal.health.Limits;
import io.facet.monitoring.internal.http.Address;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings, checked.
 *
 * @param http where to serve HTTP; empty for nowhere
 * @param checkInterval time between two runs of the checks
 * @param limits when a check warns or is critical
 */
record Settings(Optional<Address> http, Duration checkInterval, Limits limits) {

    private static final long HOUR_MS = 3_600_000;

    /** @throws IllegalArgumentException naming the key and the value that is out of its range */
    static Settings of(MonitoringConfig config) {
        Address address =
                new Address(config.http_host().strip(), (int) within("http.port", config.http_port(), 0, 65_535));
        long interval = within("check.interval.ms", config.check_interval_ms(), 1_000, HOUR_MS);
        long timeout = within("check.timeout.ms", config.check_timeout_ms(), 100, 60_000);
        long diskWarn = within("disk.warn.free.mib", config.disk_warn_free_mib(), 0, 1L << 30);
        long diskCritical = within("disk.critical.free.mib", config.disk_critical_free_mib(), 0, diskWarn);
        long lagWarn = within("lag.warn.ms", config.lag_warn_ms(), 1, HOUR_MS);
        long lagCritical = within("lag.critical.ms", config.lag_critical_ms(), lagWarn, HOUR_MS);
        long certificateWarn = within("certificate.warn.days", config.certificate_warn_days(), 0, 3_650);
        long certificateCritical =
                within("certificate.critical.days", config.certificate_critical_days(), 0, certificateWarn);
        long stallWarn = within("stall.warn.ms", config.stall_warn_ms(), 1, HOUR_MS);
        long stallCritical = within("stall.critical.ms", config.stall_critical_ms(), stallWarn, HOUR_MS);
        return new Settings(
                config.http_enabled() ? Optional.of(address) : Optional.empty(),
                Duration.ofMillis(interval),
                new Limits(
                        Duration.ofMillis(timeout),
                        diskWarn << 20,
                        diskCritical << 20,
                        Duration.ofMillis(lagWarn),
                        Duration.ofMillis(lagCritical),
                        Duration.ofDays(certificateWarn),
                        Duration.ofDays(certificateCritical),
                        Duration.ofMillis(stallWarn),
                        Duration.ofMillis(stallCritical)));
    }

    private static long within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " in etc/io.facet.monitoring.cfg has to be between " + min
                    + " and " + max + ", not " + value);
        }
        return value;
    }
}
