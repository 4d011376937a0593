// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.ChangeStream;
import io.facet.store.api.Store;
import java.util.List;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store on the data source {@code facet} and offers it. The services are registered here, not by the
 * component runtime, which would announce them first and open the database when somebody asks: whoever needs the store
 * would ask again and again for one that cannot be opened.
 */
@Component(
        service = {},
        configurationPid = "io.facet.store",
        immediate = true)
@Designate(ocd = StoreConfig.class)
public final class StoreComponent {

    private static final Logger LOG = LoggerFactory.getLogger(StoreComponent.class);

    private final StoreImpl store;
    private final List<ServiceRegistration<?>> registrations;

    @Activate
    public StoreComponent(
            BundleContext context,
            @Reference(target = "(osgi.jndi.service.name=facet)") DataSource dataSource,
            StoreConfig config) {
        try {
            store = StoreImpl.open(dataSource, Settings.of(config));
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.error("Facet does not start: {}", e.getMessage());
            throw e;
        }
        LOG.info("Store opened on {}", store.place());
        registrations = List.of(
                context.registerService(Store.class, store, null),
                context.registerService(ChangeStream.class, store.changes(), null));
    }

    @Deactivate
    void stop() {
        registrations.forEach(ServiceRegistration::unregister);
        store.close();
    }
}
