// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.internal;

import io.facet.sql.JsonColumns;
import io.facet.sql.Sql;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The pools and the storage instances in the database. */
final class PoolTable {

    /** Pools that every model has; each is named as its provider type ({@code provisioning-info.md} section 9). */
    static final Set<String> BUILT_IN = Set.of("loop", "rootfs", "tmpfs");

    private final Sql sql;
    private final Rows rows;

    PoolTable(Sql sql) {
        this.sql = sql;
        rows = new Rows(sql);
    }

    /** The pools with these names, built-in ones included. */
    Map<String, StoragePool> find(Transaction tx, String model, Collection<String> names) {
        Map<String, StoragePool> found = new TreeMap<>();
        List<String> stored =
                names.stream().filter(name -> !BUILT_IN.contains(name)).toList();
        rows.find(
                        tx,
                        "SELECT name, provider, attributes_json FROM storage_pool",
                        model,
                        "name",
                        stored,
                        (row, context) -> pool(row))
                .forEach(pool -> found.put(pool.name(), pool));
        names.stream()
                .filter(BUILT_IN::contains)
                .forEach(name -> found.put(name, new StoragePool(name, name, Map.of())));
        return found;
    }

    /** The pools that were made for the model, in no order. */
    List<StoragePool> ofModel(Transaction tx, String model) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT name, provider, attributes_json FROM storage_pool WHERE model_uuid = :model")
                .bind("model", model)
                .map((row, context) -> pool(row))
                .list());
    }

    /** All pools, built-in ones included, sorted by name. */
    List<StoragePool> all(Transaction tx, String model) {
        Stream<StoragePool> builtIn = BUILT_IN.stream().map(name -> new StoragePool(name, name, Map.of()));
        return Stream.concat(ofModel(tx, model).stream(), builtIn)
                .sorted(Comparator.comparing(StoragePool::name))
                .toList();
    }

    void delete(Transaction tx, String model, String name) {
        rows.delete(tx, "storage_pool", model, "name", List.of(name));
    }

    /** The ids of all storage instances, sorted. */
    List<String> instanceIds(Transaction tx, String model) {
        return rows.keys(tx, "storage_instance", model, "storage_id");
    }

    /** The storage instances with these ids, in no order. */
    List<StorageInstance> instances(Transaction tx, String model, Collection<String> ids) {
        return rows.find(
                tx,
                "SELECT storage_id, kind, owner FROM storage_instance",
                model,
                "storage_id",
                ids,
                (row, context) -> instance(row));
    }

    void insert(Transaction tx, String model, Collection<StoragePool> pools) {
        sql.use(tx, handle -> {
            PreparedBatch batch =
                    handle.prepareBatch("INSERT INTO storage_pool (model_uuid, name, provider, attributes_json)"
                            + " VALUES (:model, :name, :provider, :attributes)");
            for (StoragePool pool : pools) {
                batch.bind("model", model)
                        .bind("name", pool.name())
                        .bind("provider", pool.provider())
                        .bind("attributes", JsonColumns.write(pool.attributes()))
                        .add();
            }
            batch.execute();
        });
    }

    void insertInstances(Transaction tx, String model, Collection<StorageInstance> instances) {
        sql.use(tx, handle -> {
            PreparedBatch batch =
                    handle.prepareBatch("INSERT INTO storage_instance (model_uuid, storage_id, kind, owner)"
                            + " VALUES (:model, :id, :kind, :owner)");
            for (StorageInstance instance : instances) {
                batch.bind("model", model)
                        .bind("id", instance.id())
                        .bind("kind", instance.kind())
                        .bind("owner", instance.owner().orElse(null))
                        .add();
            }
            batch.execute();
        });
    }

    private static StoragePool pool(ResultSet row) throws SQLException {
        return new StoragePool(
                row.getString("name"),
                row.getString("provider"),
                JsonColumns.stringMap(row.getString("attributes_json")));
    }

    private static StorageInstance instance(ResultSet row) throws SQLException {
        return new StorageInstance(
                row.getString("storage_id"), row.getString("kind"), Optional.ofNullable(row.getString("owner")));
    }
}
