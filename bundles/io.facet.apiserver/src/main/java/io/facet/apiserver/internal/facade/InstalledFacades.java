// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.facade.api.Facade;
import io.facet.facade.api.FacadeVersion;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the registry what the framework knows: which bundles declare facade versions, and which services serve them. */
public final class InstalledFacades implements BundleTrackerCustomizer<Long> {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledFacades.class);

    private static final int ALL_BUT_UNINSTALLED =
            Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;

    private final FacadeRegistry registry;
    private final BundleTracker<Long> tracker;

    public InstalledFacades(BundleContext context, FacadeRegistry registry) {
        this.registry = registry;
        this.tracker = new BundleTracker<>(context, ALL_BUT_UNINSTALLED, this);
    }

    public void open() {
        tracker.open();
    }

    public void close() {
        tracker.close();
    }

    /** The provider behind a service, or empty if the service is gone or does not say what it serves. */
    public static Optional<FacadeProvider> provider(ServiceReference<Facade> reference, Facade facade) {
        Bundle bundle = reference.getBundle();
        if (bundle == null) {
            return Optional.empty();
        }
        if (!(reference.getProperty(FacadeVersion.NAME) instanceof String name)
                || !(reference.getProperty(FacadeVersion.VERSION) instanceof Number version)) {
            LOG.warn(
                    "Bundle {} registers a facade without the service properties {} and {}: it is not served",
                    bundle,
                    FacadeVersion.NAME,
                    FacadeVersion.VERSION);
            return Optional.empty();
        }
        Set<String> modelTypes = reference.getProperty(FacadeVersion.MODEL_TYPES) instanceof String[] types
                ? Set.of(types)
                : Set.of("iaas", "caas");
        return Optional.of(new FacadeProvider(
                new FacadeKey(name, version.intValue()),
                facade,
                facade.methods(),
                facade.readOnlyMethods(),
                modelTypes,
                (Long) reference.getProperty(Constants.SERVICE_ID),
                describe(bundle)));
    }

    @Override
    public Long addingBundle(Bundle bundle, BundleEvent event) {
        declare(bundle);
        // Every bundle is tracked: an update may bring a declaration that was not there.
        return bundle.getBundleId();
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Long id) {
        declare(bundle);
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Long id) {
        // The tracker says the same of every bundle when it is closed.
        if (bundle.getState() == Bundle.UNINSTALLED) {
            registry.undeclare(id);
        }
    }

    private void declare(Bundle bundle) {
        boolean active = (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
        registry.declare(describe(bundle), declared(bundle), active);
    }

    private static FacadeBundle describe(Bundle bundle) {
        return new FacadeBundle(bundle.getBundleId(), bundle.getSymbolicName(), bundle.getVersion());
    }

    private static Set<FacadeKey> declared(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return Set.of();
        }
        return revision.getDeclaredCapabilities(FacadeVersion.CAPABILITY).stream()
                .map(BundleCapability::getAttributes)
                .filter(attributes -> attributes.get(FacadeVersion.NAME) instanceof String
                        && attributes.get(FacadeVersion.VERSION) instanceof Number)
                .map(attributes -> new FacadeKey(
                        (String) attributes.get(FacadeVersion.NAME),
                        ((Number) attributes.get(FacadeVersion.VERSION)).longValue()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
