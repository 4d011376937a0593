// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of the change log. */
final class ChangeLog {

    /** A change that has no number yet. */
    record Entry(String namespace, String scope, String key, String value) {}

    private static final int MODELS_PER_QUERY = 1000;

    private ChangeLog() {}

    /** The number of the model's last change, 0 without any. */
    static long position(Connection connection, String modelUuid) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT last_number FROM change_counter WHERE model_uuid = ?")) {
            query.setString(1, modelUuid);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /** The numbers of the last changes of those models that ever had one. */
    static Map<String, Long> positions(Connection connection, List<String> models) throws SQLException {
        Map<String, Long> positions = new HashMap<>();
        for (int from = 0; from < models.size(); from += MODELS_PER_QUERY) {
            List<String> some = models.subList(from, Math.min(from + MODELS_PER_QUERY, models.size()));
            try (PreparedStatement query = connection.prepareStatement("SELECT model_uuid, last_number FROM"
                    + " change_counter WHERE model_uuid IN (?" + ", ?".repeat(some.size() - 1) + ")")) {
                for (int i = 0; i < some.size(); i++) {
                    query.setString(i + 1, some.get(i));
                }
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        positions.put(rows.getString(1), rows.getLong(2));
                    }
                }
            }
        }
        return positions;
    }

    /**
     * Numbers the changes and logs them. To be called last in a transaction, since it takes the lock on the model's
     * counter, which puts the numbers into commit order.
     */
    static void append(Connection connection, String modelUuid, List<Entry> changes) throws SQLException {
        long number = count(connection, modelUuid, changes.size()) - changes.size();
        long now = Instant.now().toEpochMilli();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO change_log"
                        + " (model_uuid, number, namespace, scope, entity_key, value, logged_at) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (Entry change : changes) {
                insert.setString(1, modelUuid);
                insert.setLong(2, ++number);
                insert.setString(3, change.namespace());
                insert.setString(4, change.scope());
                insert.setString(5, change.key());
                insert.setString(6, change.value());
                insert.setLong(7, now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static long count(Connection connection, String modelUuid, int changes) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("INSERT INTO change_counter (model_uuid, last_number)"
                        + " VALUES (?, ?) ON CONFLICT (model_uuid)"
                        + " DO UPDATE SET last_number = change_counter.last_number + excluded.last_number"
                        + " RETURNING last_number")) {
            upsert.setString(1, modelUuid);
            upsert.setLong(2, changes);
            try (ResultSet rows = upsert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** The changes after number {@code since}, in order, at most {@code limit}. */
    static List<Change> after(Connection connection, String modelUuid, long since, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT number, namespace, scope, entity_key, value"
                + " FROM change_log WHERE model_uuid = ? AND number > ? ORDER BY number LIMIT " + limit)) {
            query.setString(1, modelUuid);
            query.setLong(2, since);
            try (ResultSet rows = query.executeQuery()) {
                List<Change> changes = new ArrayList<>();
                while (rows.next()) {
                    changes.add(new Change(
                            modelUuid,
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
                return changes;
            }
        }
    }

    /** Every model that ever had a change. */
    static List<String> models(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT model_uuid FROM change_counter");
                ResultSet rows = query.executeQuery()) {
            List<String> models = new ArrayList<>();
            while (rows.next()) {
                models.add(rows.getString(1));
            }
            return models;
        }
    }

    /**
     * Removes the oldest changes of a model, up to the first that was logged at {@code keepFrom} or later, so that what
     * stays is without gap.
     *
     * @param upTo the last number that may be removed
     * @param limit how many to remove at most
     * @return how many were removed
     */
    static int prune(Connection connection, String modelUuid, Instant keepFrom, long upTo, int limit)
            throws SQLException {
        long last = Math.min(upTo, lastOld(connection, modelUuid, keepFrom, limit));
        if (last == 0) {
            return 0;
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM change_log WHERE model_uuid = ? AND number <= ?")) {
            delete.setString(1, modelUuid);
            delete.setLong(2, last);
            return delete.executeUpdate();
        }
    }

    private static long lastOld(Connection connection, String modelUuid, Instant keepFrom, int limit)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT number, logged_at FROM change_log WHERE model_uuid = ? ORDER BY number LIMIT " + limit)) {
            query.setString(1, modelUuid);
            try (ResultSet rows = query.executeQuery()) {
                long last = 0;
                while (rows.next() && rows.getLong(2) < keepFrom.toEpochMilli()) {
                    last = rows.getLong(1);
                }
                return last;
            }
        }
    }
}
