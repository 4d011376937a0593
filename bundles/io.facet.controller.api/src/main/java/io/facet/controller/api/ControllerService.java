// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.api;

import io.facet.core.HostPort;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Identity, configuration and addresses of the controller. */
@ProviderType
public interface ControllerService {

    /**
     * Change namespace, in the controller model, with scope and key {@code ""}: the set of API addresses for agents was
     * written.
     */
    String API_ADDRESSES_NAMESPACE = "api-addresses";

    /** Change namespace, in the controller model, with scope {@code ""} and the config key as key. */
    String CONFIG_NAMESPACE = "controller-config";

    /** Identity of the controller, fixed at its first boot. */
    ControllerIdentity identity(Transaction tx);

    /**
     * The complete configuration with native JSON types, defaults filled in ({@code provisioning-info.md} section 11).
     */
    Map<String, Object> config(Transaction tx);

    /** The keys that {@link #updateConfig} takes, sorted. */
    List<String> configKeys();

    /**
     * Sets and removes controller configuration and tells the watchers of each key that really changed.
     *
     * @param tx a write transaction that was opened for the controller model
     * @throws io.facet.core.FacetException code {@code not valid}, naming key and value, if a key is unknown or cannot be
     *     set, or a value does not fit
     */
    void updateConfig(Transaction tx, Map<String, Object> set, Collection<String> remove);

    /**
     * API addresses meant for agents, one list per controller node in stored order; of a node that never had any, those
     * for users.
     */
    List<List<HostPort>> apiHostPortsForAgents(Transaction tx);

    /** API addresses meant for users, one list per controller node in stored order. */
    List<List<HostPort>> apiHostPortsForClients(Transaction tx);

    /**
     * Replaces the API addresses of one controller node and tells the watchers if they differ.
     *
     * @param tx a write transaction that was opened for the controller model
     */
    void setApiHostPorts(Transaction tx, String nodeId, List<HostPort> forAgents, List<HostPort> forClients);

    /** The external controllers of these models; a model without one is absent. */
    Map<String, ExternalController> externalControllers(Transaction tx, Collection<String> modelUuids);

    /** Records which other controller hosts a model. */
    void setExternalController(Transaction tx, String modelUuid, ExternalController controller);
}
