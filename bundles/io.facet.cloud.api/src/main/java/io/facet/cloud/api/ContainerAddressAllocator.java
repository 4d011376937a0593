// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** Has a cloud allocate addresses to a container ({@code networking.md} 3.3). Never called inside a transaction. */
@ConsumerType
@FunctionalInterface
public interface ContainerAddressAllocator {

    /**
     * The full list of interfaces that replaces the prepared one, with static addresses. A
     * {@link io.facet.core.FacetException}, thrown or in the stage, becomes the container's error as it is. Returns at
     * once; the work runs on threads of the provider, which bounds its time.
     */
    CompletionStage<List<ContainerInterface>> allocate(ContainerAddressRequest request);
}
