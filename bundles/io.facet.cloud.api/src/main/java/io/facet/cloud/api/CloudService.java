// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

import io.facet.store.api.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** The clouds that models live on. */
@ProviderType
public interface CloudService {

    /**
     * The cloud of a model.
     *
     * @throws io.facet.core.FacetException code {@code not found}, if none was recorded
     */
    CloudSpec cloud(Transaction tx, String modelUuid);

    /** What a type of cloud can do; an unknown type can do nothing of it. */
    CloudCapabilities capabilities(String cloudType);

    /** Records the cloud of a model. */
    void setCloud(Transaction tx, String modelUuid, CloudSpec cloud);
}
