// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.access.api.LoginService;
import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.Readiness;
import io.facet.apiserver.api.ServerFigures;
import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.api.WatcherStatus;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.apiserver.internal.facade.InstalledFacades;
import io.facet.apiserver.internal.http.Resources;
import io.facet.apiserver.internal.net.FacetServer;
import io.facet.facade.api.Facade;
import io.facet.facade.api.HttpResource;
import io.facet.store.api.ChangeStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API server as a component. It never bounces ({@code DESIGN.md} section 2): nothing it refers to is required, what
 * comes and goes is handed to the running server, and settings are applied to it live.
 */
@Component(
        service = {ApiServer.class, FacadeSwitch.class},
        configurationPid = "io.facet.apiserver",
        immediate = true)
@Designate(ocd = ServerConfig.class)
public final class ApiServerComponent implements ApiServer, FacadeSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServerComponent.class);

    private final Bundle framework;
    private final FacetServer server;
    private final InstalledFacades installed;
    private final SwapBean bean;

    @Activate
    public ApiServerComponent(BundleContext bundles, ServerConfig config) {
        this.framework = bundles.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        this.server = new FacetServer(Settings.of(config), Settings.dataDirectory());
        this.bean = new SwapBean(server.context().swaps().figures());
        this.installed = new InstalledFacades(bundles, server.context().facades());
    }

    @Activate
    void start() {
        installed.open();
        server.start();
        bean.register();
    }

    @Modified
    void modified(ServerConfig config) {
        try {
            server.reconfigure(Settings.of(config));
        } catch (IllegalArgumentException e) {
            LOG.error("{}. The settings stay as they were", e.getMessage());
        }
    }

    @Deactivate
    void stop() {
        bean.unregister();
        server.stop();
        installed.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLogins(ServiceReference<LoginService> reference, LoginService service) {
        server.context().logins().add(rank(reference), service);
    }

    void unbindLogins(ServiceReference<LoginService> reference) {
        server.context().logins().remove(serviceId(reference));
        await(reference, server.context().logins().drain(server.drainTimeoutMs()));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindChanges(ServiceReference<ChangeStream> reference, ChangeStream service) {
        server.context().changes().add(rank(reference), service);
    }

    void unbindChanges(ServiceReference<ChangeStream> reference) {
        server.context().changes().remove(serviceId(reference));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFacade(ServiceReference<Facade> reference, Facade facade) {
        InstalledFacades.provider(reference, facade).ifPresent(server.context().facades()::add);
    }

    void unbindFacade(ServiceReference<Facade> reference) {
        await(reference, server.context().facades().leave(serviceId(reference)));
        server.context().facades().remove(serviceId(reference));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindResource(ServiceReference<HttpResource> reference, HttpResource resource) {
        if (reference.getProperty(HttpResource.SEGMENT) instanceof String segment) {
            server.context().resources().add(segment, rank(reference), resource);
        }
    }

    void unbindResource(ServiceReference<HttpResource> reference) {
        Resources resources = server.context().resources();
        long timeoutMs = server.drainTimeoutMs();
        await(reference, resources.calm(timeoutMs).thenCompose(unused -> {
            resources.remove(serviceId(reference));
            return resources.drain(timeoutMs);
        }));
        resources.remove(serviceId(reference));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindListener(ServiceReference<ServerListener> reference, ServerListener listener) {
        server.context().listeners().add(serviceId(reference), listener);
    }

    void unbindListener(ServiceReference<ServerListener> reference) {
        server.context().listeners().remove(serviceId(reference));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindReadiness(ServiceReference<Readiness> reference, Readiness readiness) {
        server.votes().add(serviceId(reference), readiness);
    }

    void unbindReadiness(ServiceReference<Readiness> reference) {
        server.votes().remove(serviceId(reference));
    }

    @Override
    public String health() {
        return server.health();
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public List<FacadeStatus> facades() {
        return server.context().facades().status();
    }

    @Override
    public List<ConnectionStatus> connections() {
        return server.connections();
    }

    @Override
    public ServerFigures figures() {
        return server.figures();
    }

    @Override
    public List<String> methods(String facade, int version) {
        return server.context().facades().find(new FacadeKey(facade, version)).stream()
                .flatMap(provider -> provider.methods().stream())
                .sorted()
                .toList();
    }

    @Override
    public List<WatcherStatus> watchers() {
        return server.watchers();
    }

    @Override
    public boolean disconnect(long connection) {
        return server.disconnect(connection);
    }

    @Override
    public boolean trace(long connection, boolean on) {
        return server.trace(connection, on);
    }

    @Override
    public CompletionStage<byte[]> call(DirectCall call) {
        return server.call(call);
    }

    @Override
    public List<SwapStatus> swaps() {
        return server.context().swaps().latest();
    }

    @Override
    public void hold(long bundleId) {
        server.context().facades().hold(bundleId);
    }

    @Override
    public void release(long bundleId) {
        server.context().facades().release(bundleId);
    }

    @Override
    public CompletableFuture<Void> ready(long bundleId) {
        return server.context().facades().ready(bundleId);
    }

    @Override
    public String trouble(long bundleId) {
        return server.context().facades().trouble(bundleId);
    }

    @Override
    public CompletableFuture<Drain> switchTo(long bundleId) {
        return server.context().facades().switchTo(bundleId);
    }

    @Override
    public boolean isPinned(long bundleId) {
        return server.context().facades().isPinned(bundleId);
    }

    @Override
    public void unpin(long bundleId) {
        server.context().facades().unpin(bundleId);
    }

    @Override
    public CompletableFuture<Drain> drain() {
        return server.drain();
    }

    @Override
    public void record(SwapStatus swap) {
        server.context().swaps().add(swap);
    }

    /**
     * Holds a service that goes until what runs on it has ended: its component is deactivated when this returns, and with it
     * what it depends on. At the end of the whole container the calls are cut short with their connections, so nobody waits
     * for long.
     */
    private void await(ServiceReference<?> leaving, CompletableFuture<Drain> drain) {
        long timeoutMs = framework.getState() == Bundle.STOPPING
                ? server.context().settings().get().shutdownTimeout().toMillis()
                : 2 * server.drainTimeoutMs();
        try {
            Drain drained = drain.get(timeoutMs, TimeUnit.MILLISECONDS);
            if (drained.left() > 0) {
                LOG.warn("{} goes while {} calls on it have not ended", leaving, drained.left());
            }
        } catch (TimeoutException e) {
            LOG.warn("{} goes while calls on it have not ended", leaving);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("{} goes at once: the wait for the calls on it was interrupted", leaving);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Rank rank(ServiceReference<?> reference) {
        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
        return new Rank(ranking instanceof Integer number ? number : 0, serviceId(reference));
    }

    private static long serviceId(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }
}
