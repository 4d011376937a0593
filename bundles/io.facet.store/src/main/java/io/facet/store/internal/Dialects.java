// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/** Finds out what kind of database there is, and whether it is sound. */
final class Dialects {

    private static final Logger LOG = LoggerFactory.getLogger(Dialects.class);
    static final String CONFIG = "etc/org.ops4j.datasource-facet.cfg";

    private Dialects() {}

    /**
     * @throws UnreachableException if it gives no connection
     * @throws IllegalStateException naming the database and the remedy, if it cannot be used
     */
    static Dialect recognise(DataSource dataSource, Settings settings) {
        String url = "that " + CONFIG + " names";
        try (Connection connection = unpooled(dataSource).getConnection()) {
            url = withoutQuery(connection.getMetaData().getURL());
            Dialect dialect = of(connection, settings);
            dialect.prepareWriter(connection);
            dialect.check(connection);
            return dialect;
        } catch (SQLException e) {
            if (isDamaged(e)) {
                throw new IllegalStateException(
                        "the database " + url + " is damaged ("
                                + Failures.root(e).getMessage() + ") and was left as it is."
                                + " Stop Facet, put the file and what lies beside it (-wal, -shm) aside,"
                                + " restore a backup in its place, and start again",
                        e);
            }
            throw new UnreachableException(
                    "cannot open the database " + url + ": " + e.getMessage() + ". Check " + CONFIG, e);
        }
    }

    /**
     * What the pool gets its connections from, if that can be had: a pool tries a damaged database again and again, and
     * logs an error each time, until it gives up without the reason.
     */
    private static DataSource unpooled(DataSource pool) throws SQLException {
        try {
            return pool.isWrapperFor(SQLiteDataSource.class) ? pool.unwrap(SQLiteDataSource.class) : pool;
        } catch (NoClassDefFoundError e) {
            LOG.debug("No SQLite driver in sight", e);
            return pool;
        }
    }

    private static Dialect of(Connection connection, Settings settings) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "SQLite" -> new SqliteDialect(connection, settings.busyTimeout());
            case "PostgreSQL" -> new PostgresDialect(connection);
            default ->
                throw new IllegalStateException("Facet does not run on \"" + product
                        + "\"; name an SQLite or a PostgreSQL database in " + CONFIG);
        };
    }

    /** What follows the question mark may hold a password. */
    private static String withoutQuery(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    private static boolean isDamaged(SQLException failure) {
        return Failures.caused(failure, sql -> {
            String message = String.valueOf(sql.getMessage());
            return message.contains("[SQLITE_NOTADB]") || message.contains("[SQLITE_CORRUPT");
        });
    }
}
