// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.Constraints;
import io.facet.core.FacetException;
import io.facet.machine.api.Machine;
import io.facet.storage.api.StoragePool;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The pools that root disks come from ({@code provisioning-info.md} section 3), read once for all machines. */
final class RootDisks {

    private final Map<String, StoragePool> pools;

    private RootDisks(Map<String, StoragePool> pools) {
        this.pools = pools;
    }

    static RootDisks read(Services services, Transaction tx, String modelUuid, Collection<Machine> machines) {
        Set<String> names = machines.stream()
                .flatMap(machine -> source(machine).stream())
                .filter(StoragePool::isValidName)
                .collect(Collectors.toSet());
        return new RootDisks(names.isEmpty() ? Map.of() : services.storage().pools(tx, modelUuid, names));
    }

    /**
     * The pool of a machine's root disk; empty if its constraints name none that exists.
     *
     * @throws FacetException {@code cannot load storage pool: ...}
     */
    Optional<StoragePool> of(Machine machine) {
        Optional<String> source = source(machine);
        source.filter(name -> !StoragePool.isValidName(name)).ifPresent(name -> {
            throw FacetException.notValid("pool name \"" + name + "\"").inContext("cannot load storage pool");
        });
        return source.map(pools::get);
    }

    private static Optional<String> source(Machine machine) {
        return machine.constraints().text(Constraints.Key.ROOT_DISK_SOURCE);
    }
}
