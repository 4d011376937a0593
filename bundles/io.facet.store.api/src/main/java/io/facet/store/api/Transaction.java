// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import java.sql.Connection;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open transaction. It is a value that is passed to every operation that takes part, never ambient, and belongs to
 * the thread that runs the {@link TransactionBody}.
 */
@ProviderType
public interface Transaction {

    /** The connection to run SQL on. The caller neither commits, rolls back nor closes it. */
    Connection connection();

    /**
     * The number of the last change of the model that this transaction sees, 0 if there was none. A watch that starts
     * from a list read in this transaction starts {@link ChangeStream after} this number.
     */
    long position(String modelUuid);

    /**
     * Names the state of the database that this read transaction sees: two transactions that are given the same number see
     * the same data. Whoever keeps what was read, together with the number, may give it out again to a transaction with
     * that number, without the database.
     *
     * @return empty if the state has no name: in a write transaction, where other processes write too, and from the
     *     moment on that another commit begins
     */
    OptionalLong snapshot();

    /**
     * Appends a change of the model that this write transaction was opened for. It becomes visible to the change
     * stream with the commit, and not at all if the transaction (or the savepoint around it) is rolled back.
     *
     * @param namespace what kind of thing changed, such as {@code machine}
     * @param scope groups keys within a namespace, for watchers that follow one group only; may be empty
     * @param key which thing changed, such as a machine id; may be empty if the namespace has just one thing
     * @param value what evaluation needs of the new state, such as the new life; may be empty
     * @throws IllegalStateException in a read transaction
     */
    void changed(String namespace, String scope, String key, String value);

    /**
     * Runs {@code body} inside a savepoint: if it throws, what it did is undone, the exception is passed on, and the
     * transaction around it stays usable. Bulk operations run each entry in one.
     */
    <T> T savepoint(TransactionBody<T> body) throws Exception;
}
