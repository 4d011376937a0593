// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection that one thread keeps: opened when first needed, replaced when it broke. */
final class PinnedConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PinnedConnection.class);
    private static final int VALIDITY_TIMEOUT_SECONDS = 2;

    /** Opens a connection that is set up. */
    interface Source {
        Connection open() throws SQLException;
    }

    private final Source source;
    private Connection connection;

    PinnedConnection(Source source) {
        this.source = source;
    }

    /** The connection, in no transaction. */
    Connection get() throws SQLException {
        if (connection == null) {
            connection = source.open();
        }
        return connection;
    }

    /** Rolls back after a failure, and drops the connection if it broke. Whether there was one, and it did. */
    boolean recover(Dialect dialect) {
        if (connection == null) {
            return false;
        }
        try {
            dialect.rollback(connection);
        } catch (SQLException e) {
            // Nothing was begun, or the connection is gone, which shows next.
            LOG.debug("No rollback", e);
        }
        try {
            if (connection.isValid(VALIDITY_TIMEOUT_SECONDS)) {
                return false;
            }
        } catch (SQLException e) {
            LOG.debug("Connection cannot be tested", e);
        }
        close();
        return true;
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("Connection does not close", e);
            }
            connection = null;
        }
    }
}
