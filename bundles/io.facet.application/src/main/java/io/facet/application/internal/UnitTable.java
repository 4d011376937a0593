// SPDX-License-Identifier: Apache-2.0
package io.facet.application.internal;

import io.facet.application.api.Unit;
import io.facet.core.MachineId;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The units in the database. */
final class UnitTable {

    private static final String SELECT =
            "SELECT name, application, machine_id, principal FROM application_unit WHERE model_uuid = :model";

    private final Sql sql;

    UnitTable(Sql sql) {
        this.sql = sql;
    }

    /** The units on these machines, in no order. */
    List<Unit> on(Transaction tx, String model, Collection<MachineId> machines) {
        return find(tx, model, "machine_id", values(machines));
    }

    /** The units with these names, in no order. */
    List<Unit> named(Transaction tx, String model, Collection<String> names) {
        return find(tx, model, "name", names);
    }

    /** The units of these applications, in no order. */
    List<Unit> of(Transaction tx, String model, Collection<String> applications) {
        return find(tx, model, "application", applications.stream().distinct().toList());
    }

    /** All units, in no order. */
    List<Unit> all(Transaction tx, String model) {
        return sql.with(tx, handle -> handle.createQuery(SELECT)
                .bind("model", model)
                .map((row, context) -> unit(row))
                .list());
    }

    private List<Unit> find(Transaction tx, String model, String column, Collection<String> keys) {
        return sql.with(
                tx,
                handle -> Sql.inChunks(keys, some -> handle.createQuery(SELECT + " AND " + column + " IN (<keys>)")
                        .bind("model", model)
                        .bindList("keys", some)
                        .map((row, context) -> unit(row))
                        .list()));
    }

    void insert(Transaction tx, String model, Collection<Unit> units) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO application_unit (model_uuid, name, application, machine_id, principal)
                    VALUES (:model, :name, :application, :machine, :principal)
                    """);
            for (Unit unit : units) {
                batch.bind("model", model)
                        .bind("name", unit.name())
                        .bind("application", unit.application())
                        .bind("machine", unit.machine().map(MachineId::value).orElse(null))
                        .bind("principal", unit.principal().orElse(null))
                        .add();
            }
            batch.execute();
        });
    }

    void deleteOn(Transaction tx, String model, Collection<MachineId> machines) {
        sql.with(
                tx,
                handle -> Sql.inChunks(
                        values(machines),
                        some -> List.of(handle.createUpdate("DELETE FROM application_unit"
                                        + " WHERE model_uuid = :model AND machine_id IN (<machines>)")
                                .bind("model", model)
                                .bindList("machines", some)
                                .execute())));
    }

    private static List<String> values(Collection<MachineId> machines) {
        return machines.stream().map(MachineId::value).distinct().toList();
    }

    private static Unit unit(ResultSet row) throws SQLException {
        return new Unit(
                row.getString("name"),
                row.getString("application"),
                Optional.ofNullable(row.getString("machine_id")).map(MachineId::new),
                Optional.ofNullable(row.getString("principal")));
    }
}
