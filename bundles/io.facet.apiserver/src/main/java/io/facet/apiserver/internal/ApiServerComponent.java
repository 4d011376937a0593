// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.access.api.LoginService;
import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.internal.facade.InstalledFacades;
import io.facet.apiserver.internal.net.FacetServer;
import io.facet.facade.api.Facade;
import io.facet.facade.api.HttpResource;
import io.facet.store.api.ChangeStream;
import java.util.List;
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

/**
 * The API server as a component. It never bounces ({@code DESIGN.md} section 2): nothing it refers to is required, what
 * comes and goes is handed to the running server, and settings are applied to it live.
 */
@Component(service = ApiServer.class, configurationPid = "io.facet.apiserver", immediate = true)
@Designate(ocd = ServerConfig.class)
public final class ApiServerComponent implements ApiServer {

    private final FacetServer server;
    private final InstalledFacades installed;

    @Activate
    public ApiServerComponent(BundleContext bundles, ServerConfig config) {
        this.server = new FacetServer(Settings.of(config));
        this.installed = new InstalledFacades(bundles, server.context().facades());
    }

    @Activate
    void start() {
        installed.open();
        server.start();
    }

    @Modified
    void modified(ServerConfig config) {
        server.reconfigure(Settings.of(config));
    }

    @Deactivate
    void stop() {
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
        server.context().resources().remove(serviceId(reference));
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
    public List<SwapStatus> swaps() {
        return List.of();
    }

    private static Rank rank(ServiceReference<?> reference) {
        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
        return new Rank(ranking instanceof Integer number ? number : 0, serviceId(reference));
    }

    private static long serviceId(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }
}
