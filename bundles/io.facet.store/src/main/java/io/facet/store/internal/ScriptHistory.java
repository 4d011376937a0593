// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.SchemaScripts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * The history that Flyway keeps of a provider's scripts. Mostly nothing has changed since the last start, which a look
 * tells in a millisecond, where Flyway takes a hundred, and holds up the writers meanwhile.
 */
final class ScriptHistory {

    private final SchemaScripts scripts;

    ScriptHistory(SchemaScripts scripts) {
        this.scripts = scripts;
    }

    /** The table that holds the history. */
    String table() {
        return "facet_history_" + scripts.component();
    }

    /**
     * The version of the newest script, if just these scripts have run, all of them well. In doubt empty; Flyway then
     * says what is the matter.
     */
    OptionalLong completeLevel(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, table(), null)) {
            if (!tables.next()) {
                return OptionalLong.empty();
            }
        }
        int found = 0;
        long level = 0;
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery(
                        "SELECT script, checksum, success, version FROM " + table() + " WHERE type = 'SQL'")) {
            while (rows.next()) {
                if (!rows.getBoolean(3) || !isUnchanged(rows.getString(1), rows.getInt(2))) {
                    return OptionalLong.empty();
                }
                found++;
                level = Math.max(level, Long.parseLong(rows.getString(4)));
            }
        }
        return found == scripts.count() ? OptionalLong.of(level) : OptionalLong.empty();
    }

    /** Flyway's checksum leaves line ends out. */
    private boolean isUnchanged(String script, int checksum) {
        try (InputStream stream = scripts.loader().getResourceAsStream(scripts.location() + "/" + script)) {
            if (stream == null) {
                return false;
            }
            CRC32 actual = new CRC32();
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                actual.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return (int) actual.getValue() == checksum;
        } catch (IOException e) {
            return false;
        }
    }
}
