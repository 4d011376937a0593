// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/** PostgreSQL, or a database that speaks its protocol. */
final class PostgresDialect implements Dialect {

    /** serialization_failure and deadlock_detected. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private final String place;

    PostgresDialect(Connection connection) throws SQLException {
        // The part after the question mark may hold a password.
        this.place =
                connection.getMetaData().getURL().replaceFirst("\\?.*", "").replaceFirst("^jdbc:postgresql:(//)?", "");
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public void check(Connection connection) throws SQLException {
        if (Statements.first(connection, "SHOW fsync").equals("off")) {
            throw new IllegalStateException(
                    "PostgreSQL at " + place + " runs with fsync = off, so nothing is durable; set it to on");
        }
    }

    @Override
    public void prepareWriter(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        if (Statements.first(connection, "SHOW synchronous_commit").equals("off")) {
            Statements.execute(connection, "SET synchronous_commit = on");
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void prepareReader(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
    }

    @Override
    public Connection keepingStatements(Connection connection) {
        // The driver keeps them by itself.
        return connection;
    }

    @Override
    public void beginWrite(Connection connection) {
        // The driver begins with the first statement.
    }

    @Override
    public void beginRead(Connection connection) {
        // The driver begins with the first statement.
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    @Override
    public void lockModel(Connection connection, String modelUuid) throws SQLException {
        // Not the row of the change counter: a write without changes leaves that alone.
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, modelUuid);
            statement.execute();
        }
    }

    @Override
    public void mark(Connection connection) {
        // Nobody takes it for a file of something else.
    }

    @Override
    public Upkeep upkeep() {
        return new PostgresUpkeep(place);
    }

    @Override
    public boolean isConflict(Throwable failure) {
        return Failures.caused(failure, sql -> CONFLICTS.contains(String.valueOf(sql.getSQLState())));
    }
}
