// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.Constraints;
import io.facet.core.FacetException;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.Outcome;
import io.facet.storage.api.StoragePool;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The pools that root disks come from ({@code provisioning-info.md} section 3), read once for all machines. */
final class RootDisks {

    /** By value of the constraint {@code root-disk-source}; a pool that does not exist is an empty success. */
    private final Map<String, Outcome<Optional<StoragePool>>> pools = new HashMap<>();

    private RootDisks() {}

    static RootDisks read(Services services, Transaction tx, String modelUuid, Collection<Machine> machines) {
        Set<String> names =
                machines.stream().flatMap(machine -> source(machine).stream()).collect(Collectors.toSet());
        RootDisks disks = new RootDisks();
        if (names.isEmpty()) {
            return disks;
        }
        try {
            disks.add(names, services.storage().pools(tx, modelUuid, names));
        } catch (FacetException e) {
            // One bad name spoils them all, so each is asked for alone; its machines fail, the others do not.
            names.forEach(name -> disks.readAlone(services, tx, modelUuid, name));
        }
        return disks;
    }

    private void readAlone(Services services, Transaction tx, String modelUuid, String name) {
        try {
            add(Set.of(name), services.storage().pools(tx, modelUuid, Set.of(name)));
        } catch (FacetException e) {
            pools.put(name, Outcome.failed(e.inContext("cannot load storage pool")));
        }
    }

    private void add(Set<String> names, Map<String, StoragePool> found) {
        names.forEach(name -> pools.put(name, Outcome.of(Optional.ofNullable(found.get(name)))));
    }

    /**
     * The pool of a machine's root disk; empty if its constraints name none that exists.
     *
     * @throws FacetException {@code cannot load storage pool: ...}
     */
    Optional<StoragePool> of(Machine machine) {
        return source(machine).flatMap(name -> ModelFacts.told(pools.get(name)));
    }

    private static Optional<String> source(Machine machine) {
        return machine.constraints().text(Constraints.Key.ROOT_DISK_SOURCE);
    }
}
