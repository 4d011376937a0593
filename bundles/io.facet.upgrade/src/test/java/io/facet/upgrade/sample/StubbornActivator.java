// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.sample;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle whose start heeds no interrupt; it ends when the test opens the latch that it put into the system properties. */
public final class StubbornActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        stall();
    }

    @Override
    public void stop(BundleContext context) {
        // Never started.
    }

    static void stall() {
        CountDownLatch latch = (CountDownLatch) System.getProperties().get("io.facet.upgrade.test.latch");
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }
}
