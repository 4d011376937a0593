// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import io.facet.store.api.Transaction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables in which a provider keeps what belongs to a model, each with a column {@code model_uuid}.
 *
 * @param names the tables, those referred to before those that refer to them. A foreign key among them has to be
 *     declared {@code DEFERRABLE INITIALLY DEFERRED}, or {@link #move} breaks it
 */
public record ModelTables(List<String> names) {
    public ModelTables {
        names = List.copyOf(names);
        for (String name : names) {
            if (!name.matches("[a-z][a-z0-9_]*")) {
                throw new IllegalArgumentException("table name \"" + name + "\" not valid");
            }
        }
    }

    /** The given tables. */
    public static ModelTables of(String... names) {
        return new ModelTables(List.of(names));
    }

    /** Deletes everything that belongs to the model. */
    public void remove(Transaction tx, String modelUuid) {
        for (int i = names.size() - 1; i >= 0; i--) {
            execute(tx, "DELETE FROM " + names.get(i) + " WHERE model_uuid = ?", modelUuid);
        }
    }

    /** Hands everything that belongs to model {@code from} over to model {@code to}, which must have nothing here. */
    public void move(Transaction tx, String from, String to) {
        for (String name : names) {
            execute(tx, "UPDATE " + name + " SET model_uuid = ? WHERE model_uuid = ?", to, from);
        }
    }

    /**
     * How many rows of the model each of the tables has.
     *
     * @param kinds names of tables, by what their rows are called in the answer
     */
    public Map<String, Long> counts(Transaction tx, String modelUuid, Map<String, String> kinds) {
        Map<String, Long> counts = new TreeMap<>();
        kinds.forEach((kind, table) -> {
            if (!names.contains(table)) {
                throw new IllegalArgumentException("no table \"" + table + "\" among " + names);
            }
            counts.put(kind, count(tx, table, modelUuid));
        });
        return counts;
    }

    private static long count(Transaction tx, String table, String modelUuid) {
        String sql = "SELECT count(*) FROM " + table + " WHERE model_uuid = ?";
        return Sql.rows(tx, sql, List.of(modelUuid), row -> row.getLong(1)).get(0);
    }

    /** The store finds the SQL failure in the causes, as it does with those of JDBI. */
    private static void execute(Transaction tx, String sql, String... values) {
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            // The store looks for the cause, to tell a conflict from a failure.
            throw new IllegalStateException("cannot run " + sql + ": " + e.getMessage(), e);
        }
    }
}
