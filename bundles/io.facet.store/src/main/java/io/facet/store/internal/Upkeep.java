// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What an operator does to a database, where the supported ones differ. Connections are in no transaction. */
interface Upkeep {

    /** How many findings a check gives at most. */
    int MAX_FINDINGS = 100;

    /**
     * How large the database is.
     *
     * @param bytes on disk
     * @param freeBytes those of them that are unused and that a vacuum would give back
     */
    record Size(long bytes, long freeBytes) {}

    /** How large the database is. The connection may be in a transaction that reads. */
    Size size(Connection connection) throws SQLException;

    /** Gives back what is unused. Run where it may keep writers waiting. */
    void vacuum(Connection connection) throws SQLException;

    /** What the database finds wrong with itself, at most {@link #MAX_FINDINGS} sentences. */
    List<String> damage(Connection connection) throws SQLException;

    /** Whether this database can be copied by {@link #copy}; fails with a refusal that names another way if not. */
    void requireCopy();

    /** Copies what is committed into a file, which is there and empty. */
    void copy(Connection connection, Path file) throws SQLException;

    /** Makes what runs on the connection fail soon, from another thread. */
    void interrupt(Connection connection) throws SQLException;
}
