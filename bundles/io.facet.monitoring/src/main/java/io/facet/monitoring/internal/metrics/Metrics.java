// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ServerListener;
import io.facet.monitoring.api.HealthReport;
import io.facet.store.api.Database;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.management.MBeanServer;

/**
 * All metrics, in one registry that Prometheus and JMX read. What belongs to a service that is away is not there, rather than
 * frozen at its last value.
 */
public final class Metrics implements AutoCloseable {

    /** Content type of the text format of Prometheus. */
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** Content type of OpenMetrics. */
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JmxMeters beans;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final CallMeters calls;
    private final HealthMeters health;
    private ServerMeters server; // guarded by this
    private DatabaseMeters database; // guarded by this

    /** @param beanServer where to show the metrics as MBeans */
    public Metrics(MBeanServer beanServer) {
        beans = new JmxMeters(registry, beanServer);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        calls = new CallMeters(registry);
        health = new HealthMeters(registry);
    }

    /** What makes metrics of the events at the API server. */
    public ServerListener listener() {
        return calls;
    }

    /** Shows the figures of this server from now on; of none if null. */
    public synchronized void show(ApiServer present) {
        if (server != null) {
            server.close();
        }
        server = present == null ? null : new ServerMeters(registry, present);
    }

    /** Shows the figures of this database from now on; of none if null. */
    public synchronized void show(Database present) {
        if (database != null) {
            database.close();
        }
        database = present == null ? null : new DatabaseMeters(registry, present);
    }

    /** Shows what the health checks found, and looks at what changes as seldom: the facades, the size of the database. */
    public synchronized void show(HealthReport report) {
        health.show(report);
        if (server != null) {
            server.showFacades();
        }
        if (database != null) {
            database.ask();
        }
    }

    /** All metrics as text; in the format of OpenMetrics, or in that of Prometheus. */
    public byte[] scrape(boolean openMetrics) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            registry.scrape(text, openMetrics ? OPEN_METRICS : TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    @Override
    public synchronized void close() {
        // It listens to the garbage collectors of the JVM, which would keep this bundle alive.
        collections.close();
        registry.close();
        beans.close();
    }
}
