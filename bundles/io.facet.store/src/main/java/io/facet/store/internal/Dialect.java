// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.SQLException;

/** The few things in which the supported databases differ. */
interface Dialect {

    /** The database as an operator knows it: the file, or the address. */
    String place();

    /** Refuses a database that is damaged or cannot be used, naming the place and the remedy. */
    void check(Connection connection) throws SQLException;

    /** Sets up a connection for writing, and makes sure that the settings hold. */
    void prepareWriter(Connection connection) throws SQLException;

    /** Sets up a connection for reading only, and makes sure that the settings hold. */
    void prepareReader(Connection connection) throws SQLException;

    /** The connection as one that does not compile a statement again that it had before. */
    Connection keepingStatements(Connection connection);

    /** Begins a write transaction on a connection set up for writing. */
    void beginWrite(Connection connection) throws SQLException;

    /** Begins a transaction that sees one snapshot, on a connection set up for reading. */
    void beginRead(Connection connection) throws SQLException;

    void commit(Connection connection) throws SQLException;

    void rollback(Connection connection) throws SQLException;

    /**
     * Keeps other writers of the model out until the transaction ends, so that a body may check first and write then.
     */
    void lockModel(Connection connection, String modelUuid) throws SQLException;

    /** Marks the database as one of Facet, once its tables have turned out to be fit. */
    void mark(Connection connection) throws SQLException;

    /** What an operator does to the database. */
    Upkeep upkeep();

    /** Whether the failure is a conflict with another transaction, after which the whole body is to be run again. */
    boolean isConflict(Throwable failure);
}
