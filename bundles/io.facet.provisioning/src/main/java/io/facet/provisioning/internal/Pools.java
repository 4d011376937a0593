// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.FacetException;
import io.facet.storage.api.StoragePool;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The storage pools with some names and whether they can be used ({@code provisioning-info.md} section 9), read once. */
final class Pools {

    /** Storage provider types that are there on every cloud, owned by none. */
    private static final Set<String> COMMON = Set.of("loop", "rootfs", "tmpfs");

    private final Services services;
    private final ModelFacts facts;
    private final Map<String, StoragePool> pools;

    private Pools(Services services, ModelFacts facts, Map<String, StoragePool> pools) {
        this.services = services;
        this.facts = facts;
        this.pools = pools;
    }

    static Pools read(Services services, Transaction tx, String modelUuid, ModelFacts facts, Collection<String> names) {
        Set<String> valid = names.stream().filter(StoragePool::isValidName).collect(Collectors.toSet());
        return new Pools(
                services, facts, valid.isEmpty() ? Map.of() : services.storage().pools(tx, modelUuid, valid));
    }

    /**
     * The pool with this name, if there is one.
     *
     * @throws FacetException if the name is none, or the pool is there but cannot be used on this cloud
     */
    Optional<StoragePool> find(String name) {
        if (!StoragePool.isValidName(name)) {
            throw FacetException.notValid("pool name \"" + name + "\"");
        }
        Optional<StoragePool> pool = Optional.ofNullable(pools.get(name));
        pool.ifPresent(this::check);
        return pool;
    }

    /**
     * The pool with this name; where there is none, the name may be that of a storage provider type.
     *
     * @throws FacetException as {@link #find}; {@code storage pool "<name>" storage pool is not found}
     */
    StoragePool resolve(String name) {
        return find(name).orElseGet(() -> {
            if (!isKnown(name)) {
                throw FacetException.uncoded("storage pool \"" + name + "\" storage pool is not found");
            }
            return new StoragePool(name, name, Map.of());
        });
    }

    private void check(StoragePool pool) {
        if (!isKnown(pool.provider())) {
            throw FacetException.notFound("storage provider \"" + pool.provider() + "\"");
        }
        services.clouds().checkPool(facts.cloud().type(), pool.provider(), pool.attributes());
    }

    private boolean isKnown(String provider) {
        Set<String> known = new HashSet<>(facts.capabilities().storageProviders());
        known.addAll(COMMON);
        return known.contains(provider);
    }
}
