// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * SQLite in WAL mode. Every connection is set up here and the outcome read back, since the URL of the data source, or
 * the way the library was compiled, may say otherwise.
 */
final class SqliteDialect implements Dialect {

    /** {@code PRAGMA synchronous} as it is read back; FULL syncs the log at every commit. */
    private static final String SYNCHRONOUS_FULL = "2";

    /** "FCET": what tells a database of Facet from others, for {@code bin/restore} and {@code file}. */
    private static final String APPLICATION_ID = String.valueOf(0x46434554);

    private final Path file;
    private final Duration busyTimeout;

    SqliteDialect(Connection connection, Duration busyTimeout) throws SQLException {
        this.file = Path.of(Statements.first(connection, "SELECT file FROM pragma_database_list WHERE name = 'main'"));
        this.busyTimeout = busyTimeout;
        if (file.toString().isEmpty()) {
            throw new IllegalStateException("the data source keeps its database in memory, where nothing is durable;"
                    + " name a file in the url: jdbc:sqlite:/path/to/facet.db");
        }
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public void check(Connection connection) throws SQLException {
        ownerOnly();
        String verdict = Statements.first(connection, "PRAGMA quick_check(1)");
        if (!verdict.equals("ok")) {
            throw new SQLException("[SQLITE_CORRUPT] " + verdict);
        }
        String application = Statements.first(connection, "PRAGMA application_id");
        if (!application.equals(APPLICATION_ID) && !application.equals("0")) {
            throw new IllegalStateException(
                    "the file " + file + " belongs to another program than Facet; name a file of"
                            + " its own in the url in " + Dialects.CONFIG);
        }
    }

    /** SQLite gives {@code -wal} and {@code -shm} the permissions of the database file when it makes them. */
    private void ownerOnly() {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path path = Path.of(file + suffix);
            try {
                if (Files.exists(path) && Files.getFileStore(path).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot keep " + path + " to its owner: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void prepareWriter(Connection connection) throws SQLException {
        prepare(connection);
        expect(connection, "query_only", "0", "0");
    }

    @Override
    public void prepareReader(Connection connection) throws SQLException {
        prepare(connection);
        expect(connection, "query_only", "1", "1");
    }

    private void prepare(Connection connection) throws SQLException {
        // Transactions are begun in SQL: the driver would begin each one for writing, or none.
        connection.setAutoCommit(true);
        String millis = Long.toString(busyTimeout.toMillis());
        expect(connection, "busy_timeout", millis, millis);
        expect(connection, "journal_mode", "WAL", "wal");
        expect(connection, "synchronous", "FULL", SYNCHRONOUS_FULL);
        expect(connection, "foreign_keys", "ON", "1");
    }

    private void expect(Connection connection, String pragma, String value, String wanted) throws SQLException {
        Statements.execute(connection, "PRAGMA " + pragma + " = " + value);
        String actual = Statements.first(connection, "PRAGMA " + pragma);
        if (!actual.equalsIgnoreCase(wanted)) {
            throw new IllegalStateException("SQLite keeps " + pragma + " = " + actual + " on " + file + " where "
                    + wanted + " is needed; the file must lie on a local file system");
        }
    }

    @Override
    public Connection keepingStatements(Connection connection) {
        return StatementCache.on(connection);
    }

    @Override
    public void beginWrite(Connection connection) throws SQLException {
        Statements.execute(connection, "BEGIN IMMEDIATE");
    }

    @Override
    public void beginRead(Connection connection) throws SQLException {
        Statements.execute(connection, "BEGIN DEFERRED");
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        Statements.execute(connection, "COMMIT");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        Statements.execute(connection, "ROLLBACK");
    }

    @Override
    public void lockModel(Connection connection, String modelUuid) {
        // The one writer keeps everybody out.
    }

    @Override
    public void mark(Connection connection) throws SQLException {
        if (!Statements.first(connection, "PRAGMA application_id").equals(APPLICATION_ID)) {
            Statements.execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
        }
    }

    @Override
    public Upkeep upkeep() {
        return new SqliteUpkeep(file);
    }

    @Override
    public boolean isConflict(Throwable failure) {
        return false;
    }
}
