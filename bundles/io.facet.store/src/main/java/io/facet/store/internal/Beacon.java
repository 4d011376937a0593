// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Tells the other controllers on the same database that models have changed. */
interface Beacon extends AutoCloseable {

    /** Tells the others, on a connection that is in no transaction. */
    void tell(Connection connection, Set<String> models) throws SQLException;

    @Override
    void close();

    /** For a database that one controller has for itself. */
    Beacon NONE = new Beacon() {
        @Override
        public void tell(Connection connection, Set<String> models) {
            // Nobody else is there.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
}
