// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens connections that are set up for what they are to do. Whoever opens one closes it. */
final class Connections {

    private final DataSource dataSource;
    private final Dialect dialect;

    Connections(DataSource dataSource, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /** A connection for write transactions. */
    Connection writer() throws SQLException {
        return open(dialect::prepareWriter);
    }

    /** A connection for read transactions. */
    Connection reader() throws SQLException {
        return open(dialect::prepareReader);
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
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private interface Preparation {
        void prepare(Connection connection) throws SQLException;
    }
}
