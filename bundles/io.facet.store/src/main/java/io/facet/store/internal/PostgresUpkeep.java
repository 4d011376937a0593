// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** The upkeep of a PostgreSQL database. Most of it is the business of PostgreSQL's own tools. */
final class PostgresUpkeep implements Upkeep {

    private static final String OWN_TABLES =
            "SELECT string_agg(quote_ident(schemaname) || '.' || quote_ident(tablename), ', ')"
                    + " FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user";

    private final String place;

    PostgresUpkeep(String place) {
        this.place = place;
    }

    @Override
    public Size size(Connection connection) throws SQLException {
        return new Size(Long.parseLong(Statements.first(connection, "SELECT pg_database_size(current_database())")), 0);
    }

    @Override
    public void vacuum(Connection connection) throws SQLException {
        // Not of the whole database, which warns of each table that belongs to somebody else.
        Statements.execute(connection, "VACUUM " + Statements.first(connection, OWN_TABLES));
    }

    @Override
    public List<String> damage(Connection connection) {
        // PostgreSQL finds damage with its own tools (pg_amcheck, pg_checksums), which need rights that Facet has not.
        return List.of();
    }

    @Override
    public void requireCopy() {
        throw new FacetException(
                ErrorCode.NOT_SUPPORTED,
                "the database is PostgreSQL at " + place + ", which has a tool of its own for this: run"
                        + " pg_dump --format=custom --no-owner --no-privileges --file=FILE, and pg_restore to bring it back");
    }

    @Override
    public void copy(Connection connection, Path file) {
        requireCopy();
    }

    @Override
    public void interrupt(Connection connection) throws SQLException {
        connection.unwrap(PGConnection.class).cancelQuery();
    }
}
