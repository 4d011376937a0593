// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.MachineId;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Hands out the numbers of new machines; a number is never used twice, even if its machine is gone. */
final class MachineNumbers {

    /** Names in model descriptions: {@code machine}, {@code machine0lxdContainer}, {@code machine0/lxd/1lxdContainer}. */
    private static final Pattern NAME = Pattern.compile("machine([0-9][0-9a-z/]*[a-z]+Container)?");

    /** Digits that surely fit a {@code long}; a longer number in an imported id never comes up for use. */
    private static final int DIGITS = 18;

    private final Sql sql;
    private final MachineTable machines;

    MachineNumbers(Sql sql, MachineTable machines) {
        this.sql = sql;
        this.machines = machines;
    }

    /** The id of a machine to add. */
    MachineId next(Transaction tx, String model, Optional<MachineId> parent, String containerType) {
        String name = parent.map(host -> "machine" + host + containerType + "Container")
                .orElse("machine");
        String prefix = parent.map(host -> host + "/" + containerType + "/").orElse("");
        long number = take(tx, model, name);
        MachineId id = new MachineId(prefix + number);
        if (machines.lives(tx, model, List.of(id)).isEmpty()) {
            return id;
        }
        // An imported sequence that lags behind the numbers in use.
        long free = 1 + highest(tx, model, parent, prefix);
        put(tx, model, Map.of(name, free + 1));
        return new MachineId(prefix + free);
    }

    /** Takes over next numbers; names that do not concern machines are left out. */
    void put(Transaction tx, String model, Map<String, Long> nextByName) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO machine_sequence (model_uuid, name, next_number) VALUES (:model, :name, :next)
                    ON CONFLICT (model_uuid, name) DO UPDATE SET next_number = excluded.next_number
                    """);
            nextByName.forEach((name, next) -> {
                if (NAME.matcher(name).matches()) {
                    batch.bind("model", model)
                            .bind("name", name)
                            .bind("next", next)
                            .add();
                }
            });
            batch.execute();
        });
    }

    /** All next numbers by name, sorted. */
    Map<String, Long> all(Transaction tx, String model) {
        Map<String, Long> nextByName = new TreeMap<>();
        sql.use(tx, handle -> handle.createQuery(
                        "SELECT name, next_number FROM machine_sequence WHERE model_uuid = :model")
                .bind("model", model)
                .map((row, context) -> nextByName.put(row.getString("name"), row.getLong("next_number")))
                .list());
        return nextByName;
    }

    private long take(Transaction tx, String model, String name) {
        // One statement, so that writers on several nodes wait for each other here and get different numbers.
        return sql.with(
                tx,
                handle -> handle.createQuery(
                                        """
                                INSERT INTO machine_sequence (model_uuid, name, next_number) VALUES (:model, :name, 1)
                                ON CONFLICT (model_uuid, name) DO UPDATE
                                SET next_number = machine_sequence.next_number + 1
                                RETURNING next_number
                                """)
                                .bind("model", model)
                                .bind("name", name)
                                .mapTo(Long.class)
                                .one()
                        - 1);
    }

    private long highest(Transaction tx, String model, Optional<MachineId> parent, String prefix) {
        String parentId = parent.map(MachineId::value).orElse("");
        return machines.children(tx, model, List.of(parentId)).stream()
                .map(sibling -> sibling.id().value())
                .filter(id -> id.startsWith(prefix))
                .map(id -> id.substring(prefix.length()))
                .filter(number -> number.length() <= DIGITS)
                .mapToLong(Long::parseLong)
                .max()
                .orElse(-1);
    }
}
