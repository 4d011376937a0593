// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.sample;

import io.facet.sample.api.SampleService;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that provides a service. */
public final class ServiceActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        String version = context.getBundle().getVersion().toString();
        context.registerService(SampleService.class, () -> version, new Hashtable<>());
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters.
    }
}
