// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.sample;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle whose start tries again when it is interrupted, and ends when it is interrupted a second time. */
public final class DrowsyActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try {
            never.await();
        } catch (InterruptedException first) {
            never.await();
        }
    }

    @Override
    public void stop(BundleContext context) {
        // Never started.
    }
}
