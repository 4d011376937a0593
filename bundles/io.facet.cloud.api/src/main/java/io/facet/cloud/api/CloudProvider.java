// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a type of cloud can do, told by whoever knows that cloud. Facet brings the types of the contract along; any other
 * bundle adds a type, or takes over one that is there, by registering a service of this interface. Among several for one
 * type the one with the highest service ranking counts; what Facet brings along counts last.
 *
 * <p>Providers come and go while calls run. The methods are called often and inside database transactions, so they answer
 * at once from memory; whatever takes its time belongs into {@link ContainerAddressAllocator}. The manual, with an
 * example, is {@code docs/cloud-provider.md}.
 */
@ConsumerType
public interface CloudProvider {

    /** Type of cloud that this is, such as {@code maas}: the {@code type} of a model's config. Never changes. */
    String cloudType();

    /** What the cloud can do. */
    CloudCapabilities capabilities();

    /**
     * Checks the attributes of a pool of one of the cloud's storage provider types ({@code provisioning-info.md} 4.1).
     *
     * @param storageProvider one of {@link CloudCapabilities#storageProviders()}
     * @param attributes attributes of the pool, always text
     * @throws io.facet.core.FacetException naming attribute and value, if the pool cannot be used
     */
    default void checkPool(String storageProvider, Map<String, String> attributes) {}

    /** The pools that the controller's own model starts with on this cloud ({@code provisioning-info.md} 4.1). */
    default List<DefaultPool> defaultPools() {
        return List.of();
    }

    /** Who allocates addresses to containers; empty if nobody here can, and containers ask for theirs by DHCP. */
    default Optional<ContainerAddressAllocator> containerAddressAllocator() {
        return Optional.empty();
    }
}
