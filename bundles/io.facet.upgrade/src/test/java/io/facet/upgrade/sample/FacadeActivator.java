// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.sample;

import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that comes up as a facade should. */
public final class FacadeActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("facade.name", "Sample");
        context.registerService(Runnable.class, () -> {}, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters.
    }
}
