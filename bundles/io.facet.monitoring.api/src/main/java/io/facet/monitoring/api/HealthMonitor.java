// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.api;

import org.osgi.annotation.versioning.ProviderType;

/** Runs the health checks at an interval. Registered as a service once all of them have run. */
@ProviderType
public interface HealthMonitor {

    /** What the latest run found. From memory: nothing is checked for it. */
    HealthReport report();
}
