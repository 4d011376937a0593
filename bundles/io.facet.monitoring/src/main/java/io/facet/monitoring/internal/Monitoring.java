// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.Readiness;
import io.facet.apiserver.api.ServerListener;
import io.facet.facade.api.HttpResource;
import io.facet.monitoring.api.HealthMonitor;
import io.facet.monitoring.api.HealthReport;
import io.facet.monitoring.internal.health.CertificateCheck;
import io.facet.monitoring.internal.health.ChangeStreamCheck;
import io.facet.monitoring.internal.health.ComponentsCheck;
import io.facet.monitoring.internal.health.DatabaseCheck;
import io.facet.monitoring.internal.health.DiskCheck;
import io.facet.monitoring.internal.health.EndpointCheck;
import io.facet.monitoring.internal.health.EventLoopsCheck;
import io.facet.monitoring.internal.health.FacadesCheck;
import io.facet.monitoring.internal.health.HealthLoop;
import io.facet.monitoring.internal.health.Limits;
import io.facet.monitoring.internal.http.Endpoint;
import io.facet.monitoring.internal.http.IntrospectionResource;
import io.facet.monitoring.internal.http.Pages;
import io.facet.monitoring.internal.metrics.Metrics;
import io.facet.store.api.Database;
import io.facet.store.api.Store;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Puts the parts together: health checks, metrics, and what shows them. It looks at others and is needed by none; what it
 * registers may come and go without anybody noticing but those who ask.
 */
@Component(
        service = {},
        configurationPid = "io.facet.monitoring",
        immediate = true)
@Designate(ocd = MonitoringConfig.class)
public final class Monitoring {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final String[] OPERATORS_ONLY = {HealthLoop.TAG};
    private static final String[] READINESS = {HealthLoop.TAG, HealthLoop.READINESS_TAG};

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final Metrics metrics;
    private final HealthLoop health;
    private final Endpoint endpoint;
    private final Queue<ServiceRegistration<?>> registrations = new ConcurrentLinkedQueue<>();

    private volatile Settings settings;
    private volatile ApiServer server;
    private volatile Store store;
    private volatile Database database;
    private boolean told; // whether the first report has come; guarded by this
    private boolean ended; // guarded by this

    /** Starts nothing yet: what comes and goes is bound between this and {@link #start}. */
    @Activate
    public Monitoring(
            BundleContext context,
            @Reference HealthCheckExecutor executor,
            @Reference ServiceComponentRuntime components,
            MonitoringConfig config) {
        this.context = context;
        this.components = components;
        settings = Settings.of(config);
        metrics = new Metrics(ManagementFactory.getPlatformMBeanServer());
        health = new HealthLoop(executor, Clock.systemUTC(), this::beforeRun, this::afterRun);
        endpoint = new Endpoint(new Pages(health::report, metrics), REQUEST_TIMEOUT);
    }

    @Activate
    void start() {
        Supplier<Limits> limits = () -> settings.limits();
        Supplier<Optional<ApiServer>> servers = () -> Optional.ofNullable(server);
        Supplier<Optional<Database>> databases = () -> Optional.ofNullable(database);
        Path data = Path.of(context.getProperty("karaf.data"));
        check("database", new DatabaseCheck(() -> Optional.ofNullable(store), limits), READINESS);
        check("facades", new FacadesCheck(servers), READINESS);
        check("change-stream", new ChangeStreamCheck(databases, limits), OPERATORS_ONLY);
        check("disk", new DiskCheck(data, limits), OPERATORS_ONLY);
        check("certificate", new CertificateCheck(servers, limits, Clock.systemUTC()), OPERATORS_ONLY);
        check("event-loops", new EventLoopsCheck(servers, limits), OPERATORS_ONLY);
        check("components", new ComponentsCheck(components), OPERATORS_ONLY);
        check("monitoring", new EndpointCheck(endpoint::problem, endpoint::state), OPERATORS_ONLY);
        register(ServerListener.class, metrics.listener(), Map.of());
        register(
                HttpResource.class,
                new IntrospectionResource(new Pages(health::report, metrics)),
                Map.of(HttpResource.SEGMENT, IntrospectionResource.SEGMENT_NAME));
        apply();
    }

    private void check(String name, HealthCheck check, String[] tags) {
        register(
                HealthCheck.class,
                check,
                Map.of(HealthCheck.NAME, name, HealthCheck.TAGS, tags, HealthCheck.MBEAN_NAME, name));
    }

    private <T> void register(Class<T> type, T service, Map<String, Object> properties) {
        registrations.add(context.registerService(type, service, new Hashtable<>(properties)));
    }

    /** Settings that are wrong change nothing; Declarative Services logs what this throws. */
    @Modified
    void modified(MonitoringConfig config) {
        settings = Settings.of(config);
        apply();
    }

    private void apply() {
        endpoint.listen(settings.http());
        health.every(settings.checkInterval(), settings.limits().timeout());
    }

    @Deactivate
    void stop() {
        synchronized (this) {
            ended = true;
        }
        health.close();
        registrations.forEach(ServiceRegistration::unregister);
        endpoint.close();
        metrics.close();
    }

    private void beforeRun() {
        endpoint.ensure();
    }

    private void afterRun(HealthReport report) {
        synchronized (this) {
            if (ended) {
                return;
            }
            metrics.show(report);
            if (!told) {
                told = true;
                // Not before: whoever has checked nothing has no say.
                register(HealthMonitor.class, () -> health.report().orElseThrow(), Map.of());
                register(Readiness.class, health::isReady, Map.of());
            }
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindServer(ApiServer bound) {
        server = bound;
        metrics.show(bound);
        health.soon();
    }

    void unbindServer(ApiServer unbound) {
        if (server == unbound) {
            server = null;
            metrics.show((ApiServer) null);
            health.soon();
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindStore(Store bound) {
        store = bound;
        health.soon();
    }

    void unbindStore(Store unbound) {
        if (store == unbound) {
            store = null;
            health.soon();
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindDatabase(Database bound) {
        database = bound;
        metrics.show(bound);
        health.soon();
    }

    void unbindDatabase(Database unbound) {
        if (database == unbound) {
            database = null;
            metrics.show((Database) null);
            health.soon();
        }
    }
}
