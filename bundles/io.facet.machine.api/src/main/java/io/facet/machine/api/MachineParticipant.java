// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.api;

import io.facet.core.MachineId;
import io.facet.store.api.Transaction;
import java.util.Collection;
import org.osgi.annotation.versioning.ConsumerType;

/** Implemented by every service that holds data of machines, so that the machine service can remove a machine whole. */
@ConsumerType
public interface MachineParticipant {

    /** Deletes everything held of the machines. */
    void removeMachines(Transaction tx, String modelUuid, Collection<MachineId> ids);
}
