// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * References decide: while the old services are still there, the new ones are registered a second time with a ranking that
 * beats them, so that whoever looks for the best finds the new ones at once and calls drain before the old ones go.
 */
final class ServiceSwitchover implements Switchover {
    private static final int ABOVE_ALL = Integer.MAX_VALUE - 1000;
    // Of the registration itself, not of the service.
    private static final Set<String> OWN = Set.of(
            Constants.OBJECTCLASS,
            Constants.SERVICE_ID,
            Constants.SERVICE_BUNDLEID,
            Constants.SERVICE_SCOPE,
            Constants.SERVICE_RANKING);

    private final FacadeSwitch server;
    private final BundleContext listening;
    private final Set<String> wanted;
    private final List<Alias> aliases = new ArrayList<>();
    private ServiceListener listener;

    /**
     * @param listening of the bundle that hears of new services
     * @param old the bundles to be replaced
     */
    ServiceSwitchover(FacadeSwitch server, BundleContext listening, Collection<Bundle> old) {
        this.server = server;
        this.listening = listening;
        this.wanted = Interfaces.registeredBy(old);
    }

    private record Alias(BundleContext owner, ServiceReference<?> service, ServiceRegistration<?> registration) {}

    @Override
    public void prepare(Bundle next) {
        // References prefer the services that were there first, so nothing has to be held back.
    }

    @Override
    public CompletableFuture<Void> ready(Bundle next) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        listener = event -> complete(ready, next);
        listening.addServiceListener(listener);
        complete(ready, next);
        return ready;
    }

    private void complete(CompletableFuture<Void> ready, Bundle next) {
        if (missing(next).isEmpty()) {
            ready.complete(null);
        }
    }

    private Set<String> missing(Bundle next) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(Interfaces.registeredBy(next));
        return missing;
    }

    @Override
    public String trouble(Bundle next) {
        Set<String> missing = missing(next);
        return missing.isEmpty() ? "" : "it has not registered a service of " + String.join(", ", missing);
    }

    @Override
    public CompletableFuture<Drain> switchTo(Bundle next) throws Failure {
        try {
            for (ServiceReference<?> service : Interfaces.services(next)) {
                if (isOfFacet(service) && isSingleton(service)) {
                    aliases.add(alias(next.getBundleContext(), service));
                }
            }
        } catch (IllegalStateException e) {
            throw new Failure("it stopped again", e);
        }
        return server.drain();
    }

    private static boolean isOfFacet(ServiceReference<?> service) {
        return Interfaces.of(service).stream().anyMatch(Interfaces::isOfFacet);
    }

    private static boolean isSingleton(ServiceReference<?> service) {
        return Constants.SCOPE_SINGLETON.equals(service.getProperty(Constants.SERVICE_SCOPE));
    }

    private static Alias alias(BundleContext owner, ServiceReference<?> service) throws Failure {
        Object object = owner.getService(service);
        if (object == null) {
            throw new Failure("its service of " + String.join(", ", Interfaces.of(service)) + " cannot be had");
        }
        Hashtable<String, Object> properties = new Hashtable<>();
        for (String key : service.getPropertyKeys()) {
            if (!OWN.contains(key)) {
                properties.put(key, service.getProperty(key));
            }
        }
        properties.put(Constants.SERVICE_RANKING, ABOVE_ALL);
        String[] types = Interfaces.of(service).toArray(String[]::new);
        return new Alias(owner, service, owner.registerService(types, object, properties));
    }

    @Override
    public void oldAreGone(Bundle next) {
        close();
    }

    @Override
    public void undone(Bundle next) {
        close();
    }

    @Override
    public void done(Bundle next, boolean upward) {
        // No pin was set.
    }

    @Override
    public void close() {
        if (listener != null) {
            listening.removeServiceListener(listener);
            listener = null;
        }
        for (Alias alias : aliases) {
            try {
                alias.registration().unregister();
                alias.owner().ungetService(alias.service());
            } catch (IllegalStateException e) {
                // The bundle has stopped, and its registrations with it.
                continue;
            }
        }
        aliases.clear();
    }
}
