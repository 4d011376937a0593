// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.ChangeStream;
import io.facet.store.api.Database;
import io.facet.store.api.Store;
import java.util.ArrayList;
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
 * would ask again and again for one that cannot be opened. A database that is refused fails the activation; one that
 * cannot be reached is tried again until it can.
 */
@Component(
        service = {},
        configurationPid = "io.facet.store",
        immediate = true)
@Designate(ocd = StoreConfig.class)
public final class StoreComponent {

    private static final Logger LOG = LoggerFactory.getLogger(StoreComponent.class);
    private static final long PAUSE_MS = 3000;

    private final BundleContext context;
    private final DataSource dataSource;
    private final Settings settings;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final Thread opener = new Thread(this::openLater, "facet-store-opener");
    /** Absent until the database could be opened. Guarded by this. */
    private StoreImpl store;
    /** Guarded by this. */
    private boolean stopped;

    @Activate
    public StoreComponent(
            BundleContext context,
            @Reference(target = "(osgi.jndi.service.name=facet)") DataSource dataSource,
            StoreConfig config) {
        this.context = context;
        this.dataSource = dataSource;
        this.settings = check(config);
        DataDirectory.make();
        try {
            open();
        } catch (UnreachableException e) {
            LOG.error("{}. Facet starts as soon as it can be reached", e.getMessage());
            opener.setDaemon(true);
            opener.start();
        } catch (IllegalStateException e) {
            LOG.error("Facet does not start: {}", e.getMessage());
            throw e;
        }
    }

    private static Settings check(StoreConfig config) {
        try {
            return Settings.of(config);
        } catch (IllegalArgumentException e) {
            LOG.error("Facet does not start: {}", e.getMessage());
            throw e;
        }
    }

    private synchronized void open() {
        if (stopped) {
            return;
        }
        store = StoreImpl.open(dataSource, settings);
        LOG.info("Store opened on {}", store.place());
        registrations.add(context.registerService(Store.class, store, null));
        registrations.add(context.registerService(ChangeStream.class, store.changes(), null));
        registrations.add(context.registerService(Database.class, store.database(), null));
    }

    private void openLater() {
        try {
            while (true) {
                Thread.sleep(PAUSE_MS);
                try {
                    open();
                    return;
                } catch (UnreachableException e) {
                    LOG.debug("Not yet", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped before the database could be reached", e);
        } catch (IllegalStateException e) {
            LOG.error("Facet does not start: {}", e.getMessage(), e);
        }
    }

    @Deactivate
    void stop() {
        opener.interrupt();
        synchronized (this) {
            stopped = true;
            registrations.forEach(ServiceRegistration::unregister);
            if (store != null) {
                store.close();
            }
        }
    }
}
