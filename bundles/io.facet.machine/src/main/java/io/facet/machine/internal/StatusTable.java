// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.StatusKind;
import io.facet.sql.JsonColumns;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statuses of machines in the database. */
final class StatusTable {

    /** The condition is that of the index {@code machine_status_instance_errors}. */
    static final String INSTANCE_ERRORS =
            """
            SELECT machine_id, status, info, data_json, set_at FROM machine_status
            WHERE model_uuid = ? AND kind = 'instance' AND status IN ('error', 'provisioning error')
            """;

    private final Sql sql;

    StatusTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * A status of a machine.
     *
     * @param machine the machine
     * @param kind which of its statuses
     * @param info the status
     */
    record Entry(MachineId machine, StatusKind kind, StatusInfo info) {

        /** Whether the other entry says the same, whatever Java types its data has and whenever it was set. */
        boolean sameAs(Entry other) {
            return info.status().equals(other.info.status())
                    && info.info().equals(other.info.info())
                    && JsonColumns.write(info.data()).equals(JsonColumns.write(other.info.data()));
        }
    }

    /** One status of each of the machines, in no order; a machine without a record is absent. */
    List<Entry> find(Transaction tx, String model, StatusKind kind, Collection<MachineId> ids) {
        return sql.with(
                tx,
                handle -> Sql.inChunks(MachineTable.values(ids), some -> handle.createQuery(
                                """
                                SELECT machine_id, status, info, data_json, set_at FROM machine_status
                                WHERE model_uuid = :model AND machine_id IN (<ids>) AND kind = :kind
                                """)
                        .bind("model", model)
                        .bind("kind", text(kind))
                        .bindList("ids", some)
                        .map((row, context) -> entry(row, kind))
                        .list()));
    }

    /** The instance statuses that tell of an error, in no order. */
    List<Entry> instanceErrors(Transaction tx, String model) {
        return Sql.rows(tx, INSTANCE_ERRORS, List.of(model), row -> entry(row, StatusKind.INSTANCE));
    }

    /** Writes statuses over what is there. */
    void put(Transaction tx, String model, Collection<Entry> entries) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO machine_status (model_uuid, machine_id, kind, status, info, data_json, set_at)
                    VALUES (:model, :id, :kind, :status, :info, :data, :at)
                    ON CONFLICT (model_uuid, machine_id, kind) DO UPDATE
                    SET status = excluded.status, info = excluded.info, data_json = excluded.data_json,
                        set_at = excluded.set_at
                    """);
            for (Entry entry : entries) {
                batch.bind("model", model)
                        .bind("id", entry.machine().value())
                        .bind("kind", text(entry.kind()))
                        .bind("status", entry.info().status())
                        .bind("info", entry.info().info())
                        .bind("data", JsonColumns.write(entry.info().data()))
                        .bind("at", entry.info().since().toString())
                        .add();
            }
            batch.execute();
        });
    }

    private static Entry entry(ResultSet row, StatusKind kind) throws SQLException {
        StatusInfo info = new StatusInfo(
                row.getString("status"),
                row.getString("info"),
                JsonColumns.object(row.getString("data_json")),
                Instant.parse(row.getString("set_at")));
        return new Entry(new MachineId(row.getString("machine_id")), kind, info);
    }

    private static String text(StatusKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
