// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.internal;

import io.facet.sql.Sql;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeInfo;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The volumes in the database. */
final class VolumeTable {

    private static final String SELECT =
            """
            SELECT volume_id, storage_id, pool, size_mib, status, provider_volume_id, hardware_id, wwn,
                   provider_size_mib, persistent
            FROM volume""";

    private final Sql sql;
    private final Rows rows;

    VolumeTable(Sql sql) {
        this.sql = sql;
        rows = new Rows(sql);
    }

    /** The volumes with these ids, in no order. */
    List<Volume> find(Transaction tx, String model, Collection<String> ids) {
        return rows.find(tx, SELECT, model, "volume_id", ids, (row, context) -> volume(row));
    }

    /** All volumes, in no order. */
    List<Volume> all(Transaction tx, String model) {
        return sql.with(tx, handle -> handle.createQuery(SELECT + " WHERE model_uuid = :model")
                .bind("model", model)
                .map((row, context) -> volume(row))
                .list());
    }

    /** Ids of the volumes that come from this pool, in order. */
    List<String> from(Transaction tx, String model, String pool) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT volume_id FROM volume WHERE model_uuid = :model AND pool = :pool ORDER BY volume_id")
                .bind("model", model)
                .bind("pool", pool)
                .mapTo(String.class)
                .list());
    }

    /** The ids of all volumes, sorted. */
    List<String> ids(Transaction tx, String model) {
        return rows.keys(tx, "volume", model, "volume_id");
    }

    void insert(Transaction tx, String model, Collection<Volume> volumes) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO volume (model_uuid, volume_id, storage_id, pool, size_mib, status, provider_volume_id,
                        hardware_id, wwn, provider_size_mib, persistent)
                    VALUES (:model, :id, :storage, :pool, :size, :status, :provider, :hardware, :wwn, :made,
                        :persistent)
                    """);
            for (Volume volume : volumes) {
                Optional<VolumeInfo> info = volume.info();
                batch.bind("model", model)
                        .bind("id", volume.id())
                        .bind("storage", volume.storageId().orElse(null))
                        .bind("pool", volume.pool())
                        .bind("size", volume.sizeMib())
                        .bind("status", volume.status())
                        .bind("provider", info.map(VolumeInfo::volumeId).orElse(null))
                        .bind("hardware", info.map(VolumeInfo::hardwareId).orElse(null))
                        .bind("wwn", info.map(VolumeInfo::wwn).orElse(null))
                        .bind("made", info.map(VolumeInfo::sizeMib).orElse(null))
                        .bind("persistent", info.map(VolumeInfo::persistent).orElse(null))
                        .add();
            }
            batch.execute();
        });
    }

    void setInfo(Transaction tx, String model, String id, VolumeInfo info, String status) {
        sql.with(tx, handle -> handle.createUpdate(
                        """
                                UPDATE volume SET provider_volume_id = :provider, hardware_id = :hardware, wwn = :wwn,
                                    provider_size_mib = :size, persistent = :persistent, status = :status
                                WHERE model_uuid = :model AND volume_id = :id
                                """)
                .bind("model", model)
                .bind("id", id)
                .bind("provider", info.volumeId())
                .bind("hardware", info.hardwareId())
                .bind("wwn", info.wwn())
                .bind("size", info.sizeMib())
                .bind("persistent", info.persistent())
                .bind("status", status)
                .execute());
    }

    /** Forgets what the provider made of these volumes. */
    void clearInfo(Transaction tx, String model, Collection<String> ids) {
        sql.with(
                tx,
                handle -> Sql.inChunks(
                        ids,
                        some -> List.of(handle.createUpdate(
                                        """
                                        UPDATE volume SET provider_volume_id = NULL, hardware_id = NULL, wwn = NULL,
                                            provider_size_mib = NULL, persistent = NULL, status = 'pending'
                                        WHERE model_uuid = :model AND volume_id IN (<ids>)
                                        """)
                                .bind("model", model)
                                .bindList("ids", some)
                                .execute())));
    }

    void setStatus(Transaction tx, String model, String id, String status) {
        sql.with(tx, handle -> handle.createUpdate(
                        "UPDATE volume SET status = :status WHERE model_uuid = :model AND volume_id = :id")
                .bind("model", model)
                .bind("id", id)
                .bind("status", status)
                .execute());
    }

    void delete(Transaction tx, String model, Collection<String> ids) {
        rows.delete(tx, "volume", model, "volume_id", ids);
    }

    private static Volume volume(ResultSet row) throws SQLException {
        return new Volume(
                row.getString("volume_id"),
                Optional.ofNullable(row.getString("storage_id")),
                row.getString("pool"),
                row.getLong("size_mib"),
                info(row),
                row.getString("status"));
    }

    private static Optional<VolumeInfo> info(ResultSet row) throws SQLException {
        String providerId = row.getString("provider_volume_id");
        if (providerId == null) {
            return Optional.empty();
        }
        return Optional.of(new VolumeInfo(
                providerId,
                row.getString("hardware_id"),
                row.getString("wwn"),
                row.getLong("provider_size_mib"),
                row.getBoolean("persistent")));
    }
}
