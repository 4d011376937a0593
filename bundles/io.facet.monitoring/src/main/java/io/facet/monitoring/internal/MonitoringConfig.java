// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of PID {@code io.facet.monitoring}. All are applied live. */
@ObjectClassDefinition(name = "Facet monitoring", description = "Health checks, metrics, and the port that shows them")
public @interface MonitoringConfig {

    @AttributeDefinition(description = "Whether to serve /health and /metrics over HTTP")
    boolean http_enabled() default true;

    @AttributeDefinition(
            description = "Address to serve them on; empty for all interfaces. Whoever reaches it may read them")
    String http_host() default "127.0.0.1";

    @AttributeDefinition(description = "TCP port to serve them on, 0 to 65535; 0 for any free one")
    int http_port() default 9464;

    @AttributeDefinition(description = "Milliseconds between two runs of the checks, 1000 to 3600000")
    long check_interval_ms() default 10_000;

    @AttributeDefinition(description = "Milliseconds that a check may take, and the database to answer, 100 to 60000")
    long check_timeout_ms() default 5_000;

    @AttributeDefinition(description = "MiB free in the data directory below which check disk warns, 0 to 1073741824")
    long disk_warn_free_mib() default 2_048;

    @AttributeDefinition(
            description = "MiB free in the data directory below which it is critical, 0 to disk.warn.free.mib")
    long disk_critical_free_mib() default 512;

    @AttributeDefinition(
            description = "Milliseconds that a change may wait for the watchers before check change-stream warns,"
                    + " 1 to 3600000")
    long lag_warn_ms() default 2_000;

    @AttributeDefinition(description = "Milliseconds after which it is critical, lag.warn.ms to 3600000")
    long lag_critical_ms() default 30_000;

    @AttributeDefinition(
            description = "Days before the expiry of the certificate at which check certificate warns, 0 to 3650")
    long certificate_warn_days() default 30;

    @AttributeDefinition(description = "Days before it at which it is critical, 0 to certificate.warn.days")
    long certificate_critical_days() default 7;

    @AttributeDefinition(
            description = "Milliseconds that an event loop may be late before check event-loops warns, 1 to 3600000")
    long stall_warn_ms() default 500;

    @AttributeDefinition(description = "Milliseconds at which it is critical, stall.warn.ms to 3600000")
    long stall_critical_ms() default 5_000;
}
