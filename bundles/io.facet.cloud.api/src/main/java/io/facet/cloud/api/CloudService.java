// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The clouds that models live on, and what the {@link CloudProvider providers} of their types know of them. */
@ProviderType
public interface CloudService {

    /**
     * The cloud of a model.
     *
     * @throws io.facet.core.FacetException code {@code not found}, if none was recorded
     */
    CloudSpec cloud(Transaction tx, String modelUuid);

    /** The types of cloud that somebody here knows, sorted. */
    List<String> types();

    /** What a type of cloud can do; an unknown type can do nothing of it. */
    CloudCapabilities capabilities(String cloudType);

    /**
     * Checks the attributes of a pool whose storage provider type is one that the cloud owns; other types pass.
     *
     * @throws io.facet.core.FacetException naming attribute and value, if the pool cannot be used
     */
    void checkPool(String cloudType, String storageProvider, Map<String, String> attributes);

    /** The pools that the controller's own model starts with on a type of cloud. */
    List<DefaultPool> defaultPools(String cloudType);

    /** Whether there is somebody to {@link #allocateContainerAddresses ask} for addresses of containers. */
    boolean allocatesContainerAddresses(String cloudType);

    /**
     * Has the cloud allocate addresses to a container, outside any transaction. Fails with code {@code not supported},
     * if there is nobody to ask.
     */
    CompletionStage<List<ContainerInterface>> allocateContainerAddresses(ContainerAddressRequest request);

    /** Records the cloud of a model. */
    void setCloud(Transaction tx, String modelUuid, CloudSpec cloud);
}
