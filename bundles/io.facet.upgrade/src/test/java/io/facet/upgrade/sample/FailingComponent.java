// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.sample;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A component that does not come up. */
@Component(immediate = true, service = Runnable.class)
public final class FailingComponent implements Runnable {

    @Activate
    void activate() {
        throw new IllegalStateException("the table is missing");
    }

    @Override
    public void run() {
        throw new AssertionError("it is never active");
    }
}
