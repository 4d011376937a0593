// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.sample;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A facade whose stop heeds no interrupt. */
public final class StubbornStopActivator implements BundleActivator {
    private final FacadeActivator facade = new FacadeActivator();

    @Override
    public void start(BundleContext context) {
        facade.start(context);
    }

    @Override
    public void stop(BundleContext context) {
        StubbornActivator.stall();
    }
}
