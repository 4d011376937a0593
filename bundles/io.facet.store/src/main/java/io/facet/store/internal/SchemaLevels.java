// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.SchemaScripts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Keeps, next to each history, the level its tables have reached and the lowest provider level that may still run on
 * them. A script that takes away what older providers use says so in a line of its own,
 * {@code -- facet:minimum-level 3}; it is recorded in the transaction of that script. A provider's level is the version
 * of its newest script.
 */
final class SchemaLevels implements Callback {

    private static final Pattern MINIMUM = Pattern.compile("(?m)^--\\s*facet:minimum-level\\s+(\\d+)\\s*$");

    private final SchemaScripts scripts;

    SchemaLevels(SchemaScripts scripts) {
        this.scripts = scripts;
    }

    /** @throws IllegalStateException if providers of this level must not run on the tables any more */
    void refuseIfTooOld(Connection connection, long level, String place) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "schema_level", null)) {
            if (!tables.next()) {
                return;
            }
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT level, minimum_level FROM schema_level WHERE component = ?")) {
            query.setString(1, scripts.component());
            try (ResultSet rows = query.executeQuery()) {
                if (rows.next() && rows.getLong(2) > level) {
                    throw new IllegalStateException("the tables of \"" + scripts.component() + "\" in " + place
                            + " were brought to level " + rows.getLong(1) + " by a newer release and need level "
                            + rows.getLong(2) + " or later; this release has level " + level
                            + ". Install the newer release, or restore a backup from before the upgrade");
                }
            }
        }
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        String script = context.getMigrationInfo().getScript();
        long level = context.getMigrationInfo().getVersion().getMajor().longValueExact();
        try (PreparedStatement upsert = context.getConnection()
                .prepareStatement("INSERT INTO schema_level (component, level, minimum_level) VALUES (?, ?, ?)"
                        + " ON CONFLICT (component) DO UPDATE SET level = excluded.level, minimum_level ="
                        + " CASE WHEN excluded.minimum_level > schema_level.minimum_level"
                        + " THEN excluded.minimum_level ELSE schema_level.minimum_level END")) {
            upsert.setString(1, scripts.component());
            upsert.setLong(2, level);
            upsert.setLong(3, minimum(script));
            upsert.executeUpdate();
        } catch (SQLException e) {
            throw new FlywayException("cannot record the level of " + script + ": " + e.getMessage(), e);
        }
    }

    private long minimum(String script) {
        String path = scripts.location() + "/" + script;
        try (InputStream stream = scripts.loader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new FlywayException("cannot find " + path);
            }
            Matcher declared = MINIMUM.matcher(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            return declared.find() ? Long.parseLong(declared.group(1)) : 1;
        } catch (IOException e) {
            throw new FlywayException("cannot read " + path, e);
        }
    }

    @Override
    public String getCallbackName() {
        return "facet-levels";
    }
}
