// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Opens connections that are set up for what they are to do. Whoever opens one closes it. */
final class Connections {

    private final DataSource dataSource;
    private final Dialect dialect;
    /** Those that are open, and some that were closed since the last was opened. */
    private final List<Connection> given = new CopyOnWriteArrayList<>();

    Connections(DataSource dataSource, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /**
     * Makes sure that the pool is large enough: a thread that waits for a connection in vain would show much later.
     *
     * @throws IllegalStateException naming the setting, if it is not
     */
    void require(int count) throws SQLException {
        Deque<Connection> open = new ArrayDeque<>();
        try {
            while (open.size() < count) {
                open.push(dataSource.getConnection());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the data source gives " + open.size() + " connections at a time where the store needs " + count
                            + "; set hikari.maximumPoolSize to at least that in " + Dialects.CONFIG
                            + " or lower reader.threads and writer.threads in etc/io.facet.store.cfg",
                    e);
        } finally {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    /** A connection for write transactions. */
    Connection writer() throws SQLException {
        return dialect.keepingStatements(open(dialect::prepareWriter));
    }

    /** A connection for read transactions. */
    Connection reader() throws SQLException {
        return dialect.keepingStatements(open(dialect::prepareReader));
    }

    /** A connection for writing without transaction, as the driver gives it. */
    Connection plain() throws SQLException {
        return open(connection -> {
            dialect.prepareWriter(connection);
            connection.setAutoCommit(true);
        });
    }

    private Connection open(Preparation preparation) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            preparation.prepare(connection);
            given.removeIf(Connections::isClosed);
            given.add(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** How many are open. */
    int open() {
        return (int) given.stream().filter(connection -> !isClosed(connection)).count();
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            // It says so of itself only if it is of no use any more.
            return true;
        }
    }

    private interface Preparation {
        void prepare(Connection connection) throws SQLException;
    }
}
