// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.MachineId;
import io.facet.machine.internal.MachineTable.MachineLife;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Removes machines with all that anybody holds of them, and keeps the records of those that may go. */
final class Removals {

    /** The tables of this service; of a machine that goes, all but the sequences are cleared. */
    static final ModelTables TABLES =
            ModelTables.of("machine", "machine_instance", "machine_status", "machine_removal", "machine_sequence");

    private static final List<String> PER_MACHINE =
            List.of("machine_removal", "machine_status", "machine_instance", "machine");
    private static final String REMOVED = "removed";

    private final Sql sql;
    private final MachineTable machines;
    private final Participants participants;

    Removals(Sql sql, MachineTable machines, Participants participants) {
        this.sql = sql;
        this.machines = machines;
        this.participants = participants;
    }

    boolean isMarked(Transaction tx, String model, MachineId id) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT 1 FROM machine_removal WHERE model_uuid = :model AND machine_id = :id")
                .bind("model", model)
                .bind("id", id.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    void mark(Transaction tx, String model, MachineId id) {
        sql.with(tx, handle -> handle.createUpdate(
                        "INSERT INTO machine_removal (model_uuid, machine_id) VALUES (:model, :id)")
                .bind("model", model)
                .bind("id", id.value())
                .execute());
    }

    /** The models with machines that may go. */
    List<String> models(Transaction tx) {
        return sql.with(tx, handle -> handle.createQuery("SELECT DISTINCT model_uuid FROM machine_removal")
                .mapTo(String.class)
                .list());
    }

    /** Some of the machines of a model that may go. */
    List<MachineId> marked(Transaction tx, String model, int limit) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT machine_id FROM machine_removal WHERE model_uuid = :model LIMIT :limit")
                .bind("model", model)
                .bind("limit", limit)
                .map((row, context) -> new MachineId(row.getString(1)))
                .list());
    }

    /** Removes machines and, should there be any left, the containers on them. */
    void remove(Transaction tx, String model, Collection<MachineId> ids) {
        if (ids.isEmpty()) {
            return;
        }
        Set<MachineId> present = new LinkedHashSet<>();
        List<MachineLife> level = machines.lives(tx, model, ids);
        while (!level.isEmpty()) {
            List<MachineId> found = level.stream().map(MachineLife::id).toList();
            present.addAll(found);
            level = machines.children(tx, model, MachineTable.values(found));
        }
        Set<MachineId> all = new LinkedHashSet<>(ids);
        all.addAll(present);
        participants.remove(tx, model, all);
        PER_MACHINE.forEach(table -> delete(tx, model, table, all));
        present.forEach(id -> MachineServiceImpl.lifeChanged(tx, id, REMOVED));
    }

    void removeModel(Transaction tx, String model) {
        List<MachineLife> present = machines.lives(tx, model);
        TABLES.remove(tx, model);
        present.forEach(machine -> MachineServiceImpl.lifeChanged(tx, machine.id(), REMOVED));
    }

    private void delete(Transaction tx, String model, String table, Set<MachineId> ids) {
        String delete = "DELETE FROM " + table + " WHERE model_uuid = :model AND machine_id IN (<ids>)";
        sql.with(
                tx,
                handle -> Sql.inChunks(
                        MachineTable.values(ids),
                        some -> List.of(handle.createUpdate(delete)
                                .bind("model", model)
                                .bindList("ids", some)
                                .execute())));
    }
}
