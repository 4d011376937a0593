// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import io.facet.store.api.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.transaction.CMTTransactionHandler;

/**
 * JDBI handles on the store's transactions. A provider creates one instance, keeps it (parsed statements are cached in
 * it) and drops it when it goes: JDBI remembers the classes it maps, so a shared instance would pin the class loaders
 * of bundles that are gone.
 */
public final class Sql {

    /** Keys per statement: well below the limits on bound values (32,766 in SQLite, 65,535 in PostgreSQL). */
    private static final int CHUNK = 1000;

    private final ThreadLocal<Connection> current = new ThreadLocal<>();
    private final Jdbi jdbi;

    /**
     * Creates an instance that maps rows to the given records by the names of their components.
     *
     * @param rows classes for {@code mapTo(Class)}; column {@code model_uuid} fills component {@code modelUuid}
     */
    public Sql(Class<?>... rows) {
        jdbi = Jdbi.create(new BorrowedConnection())
                // Handles neither begin nor end the transaction they run in; the store does.
                .setTransactionHandler(new CMTTransactionHandler());
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        for (Class<?> row : rows) {
            jdbi.registerRowMapper(ConstructorMapper.factory(row));
        }
    }

    /** What {@code body} returns, given a handle on the connection of {@code tx}, which stays open and uncommitted. */
    public <T, X extends Exception> T with(Transaction tx, HandleCallback<T, X> body) throws X {
        try (Handle handle = open(tx.connection())) {
            return body.withHandle(handle);
        }
    }

    /** Runs {@code body} with a handle on the connection of {@code tx}, which stays open and uncommitted. */
    public <X extends Exception> void use(Transaction tx, HandleConsumer<X> body) throws X {
        try (Handle handle = open(tx.connection())) {
            body.useHandle(handle);
        }
    }

    /**
     * The results of a query over any number of keys, which is run with so many at a time as a statement takes; not at
     * all without keys.
     *
     * @param keys values for a list in the statement, as with {@code bindList}
     * @param query runs the statement for some of the keys
     */
    public static <K, R> List<R> inChunks(Collection<K> keys, Function<List<K>, ? extends Collection<R>> query) {
        List<K> all = List.copyOf(keys);
        List<R> results = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            results.addAll(query.apply(all.subList(from, Math.min(from + CHUNK, all.size()))));
        }
        return results;
    }

    /** What one row of a result is. */
    @FunctionalInterface
    public interface Row<R> {

        /** Reads the columns of the row that the cursor is on; does not move it. */
        R read(ResultSet row) throws SQLException;
    }

    /**
     * The rows of a query, by JDBC alone: for the few queries that nearly every call makes. A handle and a query of JDBI
     * cost several times what SQLite takes to find a row by its key.
     *
     * @param sql with a question mark for each value
     * @param values strings and numbers, in the order of the question marks
     */
    public static <R> List<R> rows(Transaction tx, String sql, List<?> values, Row<R> mapper) {
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            List<R> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(mapper.read(row));
                }
            }
            return rows;
        } catch (SQLException e) {
            // The store looks for the cause, to tell a conflict from a failure.
            throw new IllegalStateException("cannot run " + sql + ": " + e.getMessage(), e);
        }
    }

    private Handle open(Connection connection) {
        current.set(connection);
        try {
            return jdbi.open();
        } finally {
            current.remove();
        }
    }

    /** Hands JDBI the connection of the transaction at hand, and keeps it from closing it. */
    private final class BorrowedConnection implements ConnectionFactory {
        @Override
        public Connection openConnection() {
            return current.get();
        }

        @Override
        public void closeConnection(Connection connection) {
            // The store owns it.
        }
    }
}
