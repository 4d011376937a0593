// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.sample;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that does not start. */
public final class ThrowingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no luck today");
    }

    @Override
    public void stop(BundleContext context) {
        // Never started.
    }
}
