// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;

/** The upkeep of an SQLite file. */
final class SqliteUpkeep implements Upkeep {

    private final Path file;

    SqliteUpkeep(Path file) {
        this.file = file;
    }

    @Override
    public Size size(Connection connection) throws SQLException {
        long page = number(connection, "PRAGMA page_size");
        long bytes = page * number(connection, "PRAGMA page_count");
        return new Size(bytes + logBytes(), page * number(connection, "PRAGMA freelist_count"));
    }

    /** The write-ahead log, which is part of the database. */
    private long logBytes() {
        try {
            return Files.size(Path.of(file + "-wal"));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the size of " + file + "-wal: " + e.getMessage(), e);
        }
    }

    @Override
    public void vacuum(Connection connection) throws SQLException {
        Statements.execute(connection, "VACUUM");
        // The smaller database is in the log until then, and the file as large as before.
        Statements.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    @Override
    public List<String> damage(Connection connection) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MAX_FINDINGS + ")")) {
                while (rows.next()) {
                    if (!rows.getString(1).equals("ok")) {
                        findings.add("The file is damaged: " + rows.getString(1) + ".");
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
                while (rows.next() && findings.size() < MAX_FINDINGS) {
                    findings.add("Row " + rows.getString(2) + " of table " + rows.getString(1)
                            + " refers to a row of table " + rows.getString(3) + " that is not there.");
                }
            }
        }
        return findings;
    }

    @Override
    public void requireCopy() {
        // Any can be copied.
    }

    @Override
    public void copy(Connection connection, Path copy) throws SQLException {
        // One read transaction, beside which writers go on. The online backup of SQLite would begin anew with each
        // write.
        Statements.execute(connection, "VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
    }

    @Override
    public void interrupt(Connection connection) throws SQLException {
        connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
    }

    private static long number(Connection connection, String query) throws SQLException {
        return Long.parseLong(Statements.first(connection, query));
    }
}
