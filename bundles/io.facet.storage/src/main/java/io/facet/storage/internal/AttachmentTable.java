// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.internal;

import io.facet.core.MachineId;
import io.facet.sql.JsonColumns;
import io.facet.sql.Sql;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** The attachments of volumes to machines in the database. */
final class AttachmentTable {

    private static final String SELECT =
            """
            SELECT machine_id, volume_id, read_only, provisioned, device_name, device_link, bus_address,
                   attached_read_only, plan_device_type, plan_device_attributes_json
            FROM volume_attachment""";

    private final Sql sql;
    private final Rows rows;

    AttachmentTable(Sql sql) {
        this.sql = sql;
        rows = new Rows(sql);
    }

    /** The attachments of these machines, in no order. */
    List<VolumeAttachment> of(Transaction tx, String model, Collection<MachineId> machines) {
        return find(tx, model, "machine_id", Rows.values(machines));
    }

    /** All attachments, in no order. */
    List<VolumeAttachment> all(Transaction tx, String model) {
        return sql.with(tx, handle -> handle.createQuery(SELECT + " WHERE model_uuid = :model")
                .bind("model", model)
                .map((row, context) -> attachment(row))
                .list());
    }

    /** The attachments of these volumes, in no order. */
    List<VolumeAttachment> ofVolumes(Transaction tx, String model, Collection<String> volumeIds) {
        return find(tx, model, "volume_id", volumeIds);
    }

    private List<VolumeAttachment> find(Transaction tx, String model, String column, Collection<String> keys) {
        return rows.find(tx, SELECT, model, column, keys, (row, context) -> attachment(row));
    }

    void insert(Transaction tx, String model, Collection<VolumeAttachment> attachments) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO volume_attachment (model_uuid, machine_id, volume_id, read_only, provisioned,
                        device_name, device_link, bus_address, attached_read_only, plan_device_type,
                        plan_device_attributes_json)
                    VALUES (:model, :machine, :volume, :readOnly, :provisioned, :name, :link, :bus, :attached, :type,
                        :attributes)
                    """);
            for (VolumeAttachment attachment : attachments) {
                batch.bind("model", model)
                        .bind("machine", attachment.machine().value())
                        .bind("volume", attachment.volumeId())
                        .bind("readOnly", attachment.readOnly())
                        .bind("provisioned", attachment.info().isPresent());
                bind(batch, attachment.info()).add();
            }
            batch.execute();
        });
    }

    /** Whether there was an attachment to write to. */
    boolean setInfo(Transaction tx, String model, MachineId machine, String volumeId, VolumeAttachmentInfo info) {
        return sql.with(
                tx,
                handle -> bind(
                                        handle.createUpdate(
                                                """
                                UPDATE volume_attachment SET provisioned = TRUE, device_name = :name,
                                    device_link = :link, bus_address = :bus, attached_read_only = :attached,
                                    plan_device_type = :type, plan_device_attributes_json = :attributes
                                WHERE model_uuid = :model AND machine_id = :machine AND volume_id = :volume
                                """),
                                        Optional.of(info))
                                .bind("model", model)
                                .bind("machine", machine.value())
                                .bind("volume", volumeId)
                                .execute()
                        > 0);
    }

    /** Forgets how volumes are attached to these machines. */
    void clearInfo(Transaction tx, String model, Collection<MachineId> machines) {
        sql.with(
                tx,
                handle -> Sql.inChunks(
                        Rows.values(machines),
                        some -> List.of(bind(
                                        handle.createUpdate(
                                                """
                                                UPDATE volume_attachment SET provisioned = FALSE, device_name = :name,
                                                    device_link = :link, bus_address = :bus,
                                                    attached_read_only = :attached, plan_device_type = :type,
                                                    plan_device_attributes_json = :attributes
                                                WHERE model_uuid = :model AND machine_id IN (<machines>)
                                                """),
                                        Optional.empty())
                                .bind("model", model)
                                .bindList("machines", some)
                                .execute())));
    }

    void delete(Transaction tx, String model, Collection<MachineId> machines) {
        rows.delete(tx, "volume_attachment", model, "machine_id", Rows.values(machines));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Optional<VolumeAttachmentInfo> info) {
        return statement
                .bind("name", info.map(VolumeAttachmentInfo::deviceName).orElse(null))
                .bind("link", info.map(VolumeAttachmentInfo::deviceLink).orElse(null))
                .bind("bus", info.map(VolumeAttachmentInfo::busAddress).orElse(null))
                .bind("attached", info.map(VolumeAttachmentInfo::readOnly).orElse(null))
                .bind("type", info.map(VolumeAttachmentInfo::planDeviceType).orElse(null))
                .bind(
                        "attributes",
                        info.map(VolumeAttachmentInfo::planDeviceAttributes)
                                .map(JsonColumns::write)
                                .orElse(null));
    }

    private static VolumeAttachment attachment(ResultSet row) throws SQLException {
        return new VolumeAttachment(
                row.getString("volume_id"),
                new MachineId(row.getString("machine_id")),
                row.getBoolean("read_only"),
                row.getBoolean("provisioned") ? Optional.of(info(row)) : Optional.empty());
    }

    private static VolumeAttachmentInfo info(ResultSet row) throws SQLException {
        return new VolumeAttachmentInfo(
                row.getString("device_name"),
                row.getString("device_link"),
                row.getString("bus_address"),
                row.getBoolean("attached_read_only"),
                row.getString("plan_device_type"),
                JsonColumns.stringMap(row.getString("plan_device_attributes_json")));
    }
}
