// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the changes of each model are numbered without gap up to the model's counter, as watchers rely on. */
final class ChangeLogCheck {

    /** Of a model all of whose changes were pruned there is nothing to check. */
    private static final String OUT_OF_ORDER = "SELECT l.model_uuid, l.lowest, l.highest, l.logged, c.last_number"
            + " FROM (SELECT model_uuid, min(number) AS lowest, max(number) AS highest, count(*) AS logged"
            + " FROM change_log GROUP BY model_uuid) l"
            + " LEFT JOIN change_counter c ON c.model_uuid = l.model_uuid"
            + " WHERE c.last_number IS NULL OR c.last_number <> l.highest OR l.highest - l.lowest + 1 <> l.logged"
            + " ORDER BY l.model_uuid LIMIT ";

    private ChangeLogCheck() {}

    /** What is wrong, one sentence for each finding, at most {@code limit} models. */
    static List<String> findings(Connection connection, int limit) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OUT_OF_ORDER + limit)) {
            while (rows.next()) {
                String model = rows.getString(1);
                long lowest = rows.getLong(2);
                long highest = rows.getLong(3);
                long missing = highest - lowest + 1 - rows.getLong(4);
                long counter = rows.getLong(5);
                if (missing > 0) {
                    findings.add("Of the changes " + lowest + " to " + highest + " of model " + model + " " + missing
                            + " are missing from the change log.");
                }
                if (counter != highest) {
                    findings.add("The last change of model " + model + " in the change log is " + highest
                            + ", and its counter is at " + counter + ".");
                }
            }
        }
        return findings;
    }
}
