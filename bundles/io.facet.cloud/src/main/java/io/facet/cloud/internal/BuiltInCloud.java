// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudProvider;
import io.facet.cloud.api.DefaultPool;
import java.util.List;
import java.util.Map;

/**
 * A type of cloud that Facet knows by itself. It holds no credentials of any cloud, so it allocates no addresses.
 *
 * @param cloudType its type
 * @param capabilities what it can do
 * @param defaultPools pools that the controller's own model starts with
 * @param poolCheck checks the attributes of pools of the storage that it owns
 */
record BuiltInCloud(
        String cloudType, CloudCapabilities capabilities, List<DefaultPool> defaultPools, PoolCheck poolCheck)
        implements CloudProvider {

    /** Checks the attributes of pools. */
    @FunctionalInterface
    interface PoolCheck {

        /** Accepts whatever there is. */
        PoolCheck NONE = attributes -> {};

        void check(Map<String, String> attributes);
    }

    @Override
    public void checkPool(String storageProvider, Map<String, String> attributes) {
        poolCheck.check(attributes);
    }
}
