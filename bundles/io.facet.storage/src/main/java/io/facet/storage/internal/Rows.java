// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.internal;

import io.facet.core.MachineId;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;

/** Reads and deletes by lists of keys, the same way for all tables of storage. */
final class Rows {

    private final Sql sql;

    Rows(Sql sql) {
        this.sql = sql;
    }

    /** The rows of a model that have one of the keys, in no order. */
    <T> List<T> find(
            Transaction tx, String select, String model, String column, Collection<String> keys, RowMapper<T> mapper) {
        List<String> distinct = keys.stream().distinct().toList();
        String query = select + " WHERE model_uuid = :model AND " + column + " IN (<keys>)";
        return sql.with(
                tx,
                handle -> Sql.inChunks(distinct, some -> handle.createQuery(query)
                        .bind("model", model)
                        .bindList("keys", some)
                        .map(mapper)
                        .list()));
    }

    /** All keys of a model in a table, sorted as text, whatever the database takes for the order of letters. */
    List<String> keys(Transaction tx, String table, String model, String column) {
        return sql
                .with(tx, handle -> handle.createQuery(
                                "SELECT " + column + " FROM " + table + " WHERE model_uuid = :model")
                        .bind("model", model)
                        .mapTo(String.class)
                        .list())
                .stream()
                .sorted()
                .toList();
    }

    /** Deletes the rows of a model that have one of the keys. */
    void delete(Transaction tx, String table, String model, String column, Collection<String> keys) {
        String delete = "DELETE FROM " + table + " WHERE model_uuid = :model AND " + column + " IN (<keys>)";
        sql.with(
                tx,
                handle -> Sql.inChunks(
                        keys,
                        some -> List.of(handle.createUpdate(delete)
                                .bind("model", model)
                                .bindList("keys", some)
                                .execute())));
    }

    /** The ids as the database holds them. */
    static List<String> values(Collection<MachineId> machines) {
        return machines.stream().map(MachineId::value).toList();
    }
}
