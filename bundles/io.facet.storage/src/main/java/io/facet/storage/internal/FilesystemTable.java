// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.internal;

import io.facet.core.MachineId;
import io.facet.sql.Sql;
import io.facet.storage.api.Filesystem;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The filesystems and their attachments in the database. */
final class FilesystemTable {

    private final Sql sql;
    private final Rows rows;

    FilesystemTable(Sql sql) {
        this.sql = sql;
        rows = new Rows(sql);
    }

    /**
     * A filesystem that is attached to a machine.
     *
     * @param machine the machine
     * @param filesystemId the filesystem
     */
    record Attached(MachineId machine, String filesystemId) {
        static Attached of(ResultSet row) throws SQLException {
            return new Attached(new MachineId(row.getString("machine_id")), row.getString("filesystem_id"));
        }
    }

    /**
     * Where a filesystem comes from.
     *
     * @param id its id
     * @param pool its pool
     * @param volumeId the volume it lies on, if any
     */
    record Origin(String id, String pool, Optional<String> volumeId) {
        static Origin of(ResultSet row) throws SQLException {
            return new Origin(
                    row.getString("filesystem_id"),
                    row.getString("pool"),
                    Optional.ofNullable(row.getString("volume_id")));
        }
    }

    /** What is attached to these machines, in no order. */
    List<Attached> on(Transaction tx, String model, Collection<MachineId> machines) {
        return rows.find(
                tx,
                "SELECT machine_id, filesystem_id FROM filesystem_attachment",
                model,
                "machine_id",
                Rows.values(machines),
                (row, context) -> Attached.of(row));
    }

    /** Where these filesystems come from, in no order. */
    List<Origin> origins(Transaction tx, String model, Collection<String> ids) {
        return rows.find(
                tx,
                "SELECT filesystem_id, pool, volume_id FROM filesystem",
                model,
                "filesystem_id",
                ids,
                (row, context) -> Origin.of(row));
    }

    /** Ids of the filesystems that come from this pool, in order. */
    List<String> from(Transaction tx, String model, String pool) {
        return sql.with(tx, handle -> handle.createQuery("SELECT filesystem_id FROM filesystem"
                        + " WHERE model_uuid = :model AND pool = :pool ORDER BY filesystem_id")
                .bind("model", model)
                .bind("pool", pool)
                .mapTo(String.class)
                .list());
    }

    /** The ids of all filesystems, sorted. */
    List<String> ids(Transaction tx, String model) {
        return rows.keys(tx, "filesystem", model, "filesystem_id");
    }

    /** The filesystems with these ids, by id. */
    Map<String, Filesystem> find(Transaction tx, String model, Collection<String> ids) {
        Map<String, List<MachineId>> machines = new HashMap<>();
        rows.find(
                        tx,
                        "SELECT machine_id, filesystem_id FROM filesystem_attachment",
                        model,
                        "filesystem_id",
                        ids,
                        (row, context) -> Attached.of(row))
                .forEach(attached -> machines.computeIfAbsent(attached.filesystemId(), id -> new ArrayList<>())
                        .add(attached.machine()));
        machines.values().forEach(all -> all.sort(null));
        Map<String, Filesystem> found = new TreeMap<>();
        rows.find(
                        tx,
                        "SELECT filesystem_id, storage_id, volume_id, pool, size_mib FROM filesystem",
                        model,
                        "filesystem_id",
                        ids,
                        (row, context) -> filesystem(row, machines))
                .forEach(filesystem -> found.put(filesystem.id(), filesystem));
        return found;
    }

    private static Filesystem filesystem(ResultSet row, Map<String, List<MachineId>> machines) throws SQLException {
        String id = row.getString("filesystem_id");
        return new Filesystem(
                id,
                Optional.ofNullable(row.getString("storage_id")),
                Optional.ofNullable(row.getString("volume_id")),
                row.getString("pool"),
                row.getLong("size_mib"),
                machines.getOrDefault(id, List.of()));
    }

    void insert(Transaction tx, String model, Collection<Filesystem> filesystems) {
        sql.use(tx, handle -> {
            insertFilesystems(handle, model, filesystems);
            insertAttachments(handle, model, filesystems);
        });
    }

    void deleteAttachments(Transaction tx, String model, Collection<MachineId> machines) {
        rows.delete(tx, "filesystem_attachment", model, "machine_id", Rows.values(machines));
    }

    void delete(Transaction tx, String model, Collection<String> ids) {
        rows.delete(tx, "filesystem", model, "filesystem_id", ids);
    }

    private static void insertFilesystems(Handle handle, String model, Collection<Filesystem> filesystems) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO filesystem (model_uuid, filesystem_id, storage_id, volume_id, pool, size_mib)"
                        + " VALUES (:model, :id, :storage, :volume, :pool, :size)");
        for (Filesystem filesystem : filesystems) {
            batch.bind("model", model)
                    .bind("id", filesystem.id())
                    .bind("storage", filesystem.storageId().orElse(null))
                    .bind("volume", filesystem.volumeId().orElse(null))
                    .bind("pool", filesystem.pool())
                    .bind("size", filesystem.sizeMib())
                    .add();
        }
        batch.execute();
    }

    private static void insertAttachments(Handle handle, String model, Collection<Filesystem> filesystems) {
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO filesystem_attachment (model_uuid, machine_id, filesystem_id)"
                        + " VALUES (:model, :machine, :id)");
        for (Filesystem filesystem : filesystems) {
            filesystem.machines().forEach(machine -> batch.bind("model", model)
                    .bind("machine", machine.value())
                    .bind("id", filesystem.id())
                    .add());
        }
        batch.execute();
    }
}
