// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.SchemaScripts;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.OptionalLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * Brings the tables of a provider up to date, with a history of its own per provider. Old and new providers run side
 * by side and roll back, so a database that is ahead of its provider is accepted, unless a script has declared that
 * providers as old as this one may run no more (see {@link SchemaLevels}).
 */
final class Migrations {

    private static final String LOGGER = "slf4j";

    private final Connections connections;
    private final Dialect dialect;

    Migrations(Connections connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
    }

    /** @throws IllegalStateException naming database, provider and remedy, if the tables cannot be made to fit */
    synchronized void migrate(SchemaScripts scripts) {
        SchemaLevels levels = new SchemaLevels(scripts);
        ScriptHistory history = new ScriptHistory(scripts);
        try {
            try (Connection connection = connections.plain()) {
                OptionalLong complete = history.completeLevel(connection);
                if (complete.isPresent()) {
                    levels.refuseIfTooOld(connection, complete.getAsLong(), dialect.place());
                    return;
                }
            }
            migrate(scripts, levels, history);
        } catch (FlywayException | SQLException e) {
            throw new IllegalStateException(
                    "cannot bring the tables of \"" + scripts.component() + "\" in " + dialect.place() + " up to date: "
                            + e.getMessage(),
                    e);
        }
    }

    private void migrate(SchemaScripts scripts, SchemaLevels levels, ScriptHistory history) throws SQLException {
        try {
            Flyway flyway = Flyway.configure(scripts.loader())
                    .dataSource(new Plain())
                    .loggers(LOGGER)
                    .locations("classpath:" + scripts.location())
                    .failOnMissingLocations(true)
                    .table(history.table())
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .placeholderReplacement(false)
                    .validateMigrationNaming(true)
                    .callbacks(levels)
                    .load();
            long level = levelOf(flyway, scripts);
            try (Connection connection = connections.plain()) {
                levels.refuseIfTooOld(connection, level, dialect.place());
            }
            flyway.migrate();
        } finally {
            // Flyway keeps the last configuration for its log, and with it the class loader of a bundle that may go.
            LogFactory.setConfiguration(
                    Flyway.configure(Flyway.class.getClassLoader()).loggers(LOGGER));
        }
    }

    /** The newest version among the scripts, which must all be there. */
    private static long levelOf(Flyway flyway, SchemaScripts scripts) {
        long level = 0;
        int found = 0;
        for (MigrationInfo info : flyway.info().all()) {
            if (info.getState().isResolved() && info.getScript().endsWith(".sql")) {
                found++;
                level = Math.max(level, info.getVersion().getMajor().longValueExact());
            }
        }
        if (found != scripts.count()) {
            throw new IllegalStateException("found " + found + " migration scripts of \"" + scripts.component()
                    + "\" in " + scripts.location() + " where " + scripts.count()
                    + " were expected; the bundle is broken, install it again");
        }
        return level;
    }

    /** Gives Flyway connections that are set up as for writing. */
    private final class Plain implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return connections.plain();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("the data source has its own credentials");
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            // There is no log to write.
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // The pool has its own.
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("logging goes through SLF4J");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("not a wrapper for " + type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
