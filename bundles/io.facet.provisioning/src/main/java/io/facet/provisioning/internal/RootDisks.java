// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.Constraints;
import io.facet.core.FacetException;
import io.facet.machine.api.Machine;
import io.facet.storage.api.StoragePool;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The pools that root disks come from ({@code provisioning-info.md} section 3), read once for all machines. */
final class RootDisks {

    private final Pools pools;

    private RootDisks(Pools pools) {
        this.pools = pools;
    }

    static RootDisks read(
            Services services, Transaction tx, String modelUuid, ModelFacts facts, Collection<Machine> machines) {
        List<String> names =
                machines.stream().flatMap(machine -> source(machine).stream()).toList();
        return new RootDisks(Pools.read(services, tx, modelUuid, facts, names));
    }

    /**
     * The pool of a machine's root disk; empty if its constraints name none that exists.
     *
     * @throws FacetException {@code cannot load storage pool: ...}
     */
    Optional<StoragePool> of(Machine machine) {
        try {
            return source(machine).flatMap(pools::find);
        } catch (FacetException e) {
            throw e.inContext("cannot load storage pool");
        }
    }

    private static Optional<String> source(Machine machine) {
        return machine.constraints().text(Constraints.Key.ROOT_DISK_SOURCE);
    }
}
