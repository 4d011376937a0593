// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.api;

import io.facet.core.MachineId;
import io.facet.store.api.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** Issues {@code agent.conf} files in Juju's format. */
@ProviderType
public interface AgentConfigService {

    /**
     * Gives a machine agent a fresh password, which ends its previous one at once, and a nonce if it has none, and
     * returns its {@code agent.conf}.
     *
     * @throws io.facet.core.FacetException code {@code not found}, if the machine does not exist
     */
    String issueForMachine(Transaction tx, String modelUuid, MachineId machine);

    /**
     * The {@code agent.conf} of this controller node's own agent, pointing at the given model. Its password stays as it
     * is.
     */
    String issueForController(Transaction tx, String modelUuid);
}
