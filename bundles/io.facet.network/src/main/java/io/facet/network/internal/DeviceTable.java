// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.MachineId;
import io.facet.network.api.LinkLayerDevice;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The link-layer devices in the database. */
final class DeviceTable {

    private final Sql sql;

    DeviceTable(Sql sql) {
        this.sql = sql;
    }

    /** The devices of these machines, in no order. */
    List<LinkLayerDevice> of(Transaction tx, String model, Collection<MachineId> machines) {
        return sql.with(
                tx,
                handle -> Sql.inChunks(values(machines), some -> handle.createQuery(
                                """
                                SELECT machine_id, name, type, mtu, mac_address, parent_name, is_up, is_auto_start,
                                       virtual_port_type, provider_id
                                FROM link_layer_device WHERE model_uuid = :model AND machine_id IN (<machines>)
                                """)
                        .bind("model", model)
                        .bindList("machines", some)
                        .map((row, context) -> device(row))
                        .list()));
    }

    void insert(Transaction tx, String model, Collection<LinkLayerDevice> devices) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO link_layer_device (model_uuid, machine_id, name, type, mtu, mac_address, parent_name,
                        is_up, is_auto_start, virtual_port_type, provider_id)
                    VALUES (:model, :machine, :name, :type, :mtu, :mac, :parent, :up, :auto, :port, :provider)
                    """);
            for (LinkLayerDevice device : devices) {
                batch.bind("model", model)
                        .bind("machine", device.machine().value())
                        .bind("name", device.name())
                        .bind("type", device.type())
                        .bind("mtu", device.mtu())
                        .bind("mac", device.macAddress())
                        .bind("parent", device.parentName())
                        .bind("up", device.up())
                        .bind("auto", device.autoStart())
                        .bind("port", device.virtualPortType())
                        .bind("provider", device.providerId())
                        .add();
            }
            batch.execute();
        });
    }

    /** Writes what differs between the devices stored and those wanted. */
    void replace(Transaction tx, String model, List<LinkLayerDevice> stored, List<LinkLayerDevice> wanted) {
        List<LinkLayerDevice> gone = without(stored, wanted);
        if (!gone.isEmpty()) {
            sql.use(tx, handle -> {
                PreparedBatch batch = handle.prepareBatch("DELETE FROM link_layer_device WHERE model_uuid = :model"
                        + " AND machine_id = :machine AND name = :name");
                gone.forEach(device -> batch.bind("model", model)
                        .bind("machine", device.machine().value())
                        .bind("name", device.name())
                        .add());
                batch.execute();
            });
        }
        insert(tx, model, without(wanted, stored));
    }

    /** The rows of one list that are not in the other. */
    static <R> List<R> without(List<R> rows, List<R> others) {
        Set<R> excluded = Set.copyOf(others);
        return rows.stream().filter(row -> !excluded.contains(row)).toList();
    }

    void delete(Transaction tx, String model, Collection<MachineId> machines) {
        delete(sql, "link_layer_device", tx, model, machines);
    }

    /** Deletes what a table holds of machines. */
    static void delete(Sql sql, String table, Transaction tx, String model, Collection<MachineId> machines) {
        String delete = "DELETE FROM " + table + " WHERE model_uuid = :model AND machine_id IN (<machines>)";
        sql.with(
                tx,
                handle -> Sql.inChunks(
                        values(machines),
                        some -> List.of(handle.createUpdate(delete)
                                .bind("model", model)
                                .bindList("machines", some)
                                .execute())));
    }

    /** The ids as the database holds them. */
    static List<String> values(Collection<MachineId> machines) {
        return machines.stream().map(MachineId::value).distinct().toList();
    }

    private static LinkLayerDevice device(ResultSet row) throws SQLException {
        return new LinkLayerDevice(
                new MachineId(row.getString("machine_id")),
                row.getString("name"),
                row.getString("type"),
                row.getLong("mtu"),
                row.getString("mac_address"),
                row.getString("parent_name"),
                row.getBoolean("is_up"),
                row.getBoolean("is_auto_start"),
                row.getString("virtual_port_type"),
                row.getString("provider_id"));
    }
}
