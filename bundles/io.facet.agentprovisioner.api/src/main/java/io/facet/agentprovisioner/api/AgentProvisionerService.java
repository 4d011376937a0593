// SPDX-License-Identifier: Apache-2.0
package io.facet.agentprovisioner.api;

import io.facet.store.api.Transaction;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What a host needs to know before it provisions containers ({@code provisioning-info.md} section 10). */
@ProviderType
public interface AgentProvisionerService {

    /**
     * The configuration for containers of one type ({@code provisioning-info.md} 10.1).
     *
     * @param containerType container type such as {@code lxd}; not validated
     * @throws io.facet.core.FacetException if the networking method of the model cannot be understood
     */
    Map<String, String> containerManagerConfigForType(Transaction tx, String modelUuid, String containerType);

    /** What the model's configuration says about containers ({@code provisioning-info.md} 10.2). */
    ContainerConfig containerConfig(Transaction tx, String modelUuid);

    /**
     * How containers get their network: {@code local} or {@code provider}.
     *
     * @throws io.facet.core.FacetException {@code unable to deduce container networking method "<v>" from model config}
     */
    String containerNetworkingMethod(Transaction tx, String modelUuid);
}
