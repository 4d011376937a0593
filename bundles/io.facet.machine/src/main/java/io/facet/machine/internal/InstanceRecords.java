// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the instance of a machine, once ({@code provisioner.md} 5.1 rows 5 to 7). */
final class InstanceRecords {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceRecords.class);

    private final MachineTable machines;
    private final InstanceTable instances;

    InstanceRecords(MachineTable machines, InstanceTable instances) {
        this.machines = machines;
        this.instances = instances;
    }

    void set(Transaction tx, String model, MachineId id, String nonce, Instance instance) {
        String refused = "cannot set instance data for machine \"" + id + "\": ";
        if (nonce.isEmpty() || instance.instanceId().isEmpty()) {
            throw FacetException.uncoded(refused + "instance id and nonce cannot be empty");
        }
        Machine machine = machines.find(tx, model, List.of(id)).stream()
                .filter(found -> found.life() == Life.ALIVE)
                .findAny()
                .orElseThrow(() -> FacetException.uncoded(refused + "machine is not found or not alive"));
        if (machine.instance().isPresent()) {
            throw FacetException.uncoded(refused + "already set");
        }
        warnOfOthers(tx, model, id, instance.instanceId());
        machines.setNonce(tx, model, id, nonce);
        instances.insert(tx, model, Map.of(id, instance));
    }

    /** Two machines that are one instance are a mistake of the provisioner, but not one that may stop it. */
    private void warnOfOthers(Transaction tx, String model, MachineId id, String instanceId) {
        List<String> others = instances.machines(tx, model, instanceId);
        if (!others.isEmpty()) {
            LOG.warn(
                    "Instance {} of machine {} in model {} is recorded of machines {} as well",
                    instanceId,
                    id,
                    model,
                    others);
        }
    }
}
