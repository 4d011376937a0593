// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears how far an exchange has come, on the thread that called the service. */
@FunctionalInterface
@ConsumerType
public interface UpgradeProgress {

    /** Ignores all progress. */
    UpgradeProgress NONE = step -> {};

    /**
     * Called when a step begins.
     *
     * @param step what is done now, as a short phrase without a full stop
     */
    void step(String step);
}
