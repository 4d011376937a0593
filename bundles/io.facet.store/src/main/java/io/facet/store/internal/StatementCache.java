// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The prepared statements of one connection. SQLite compiles a statement each time it is prepared, which takes longer than
 * to run one that finds its row by an index; here one that is closed is kept for whoever prepares the same text next. As a
 * connection is, it is for one thread at a time.
 */
final class StatementCache {

    /** Lists of values make texts of their own, one for each length. */
    private static final int MAX_KEPT = 128;

    private final Connection connection;

    /** Those not in use, by their text; the one used longest ago comes first. */
    private final Map<String, Kept> idle = new LinkedHashMap<>();

    private StatementCache(Connection connection) {
        this.connection = connection;
    }

    /** The connection, with statements that are kept until it is closed. */
    static Connection on(Connection connection) {
        StatementCache cache = new StatementCache(connection);
        return (Connection) Proxy.newProxyInstance(
                StatementCache.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> cache.call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "prepareStatement":
                return isPlain(arguments) ? prepare((String) arguments[0]) : invoke(connection, method, arguments);
            case "close":
                for (Kept kept : idle.values()) {
                    kept.statement.close();
                }
                idle.clear();
                break;
            default:
        }
        return invoke(connection, method, arguments);
    }

    /** Whether a statement is asked for that is like any other with its text. */
    private static boolean isPlain(Object[] arguments) {
        return arguments.length == 1
                || arguments.length == 3
                        && arguments[1].equals(ResultSet.TYPE_FORWARD_ONLY)
                        && arguments[2].equals(ResultSet.CONCUR_READ_ONLY);
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        Kept kept = idle.remove(sql);
        if (kept == null) {
            kept = new Kept(sql, connection.prepareStatement(sql));
        }
        kept.inUse = true;
        return kept.handle;
    }

    private void keep(Kept kept) throws SQLException {
        kept.statement.clearParameters();
        // Entries of a batch that its user gave up would be run with the next user's.
        kept.statement.clearBatch();
        Kept other = idle.put(kept.sql, kept);
        if (other != null) {
            other.statement.close();
        } else if (idle.size() > MAX_KEPT) {
            Kept oldest = idle.remove(idle.keySet().iterator().next());
            oldest.statement.close();
        }
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A statement, and what its user has of it. */
    private final class Kept {
        private final String sql;
        private final PreparedStatement statement;
        private final PreparedStatement handle;
        private boolean inUse;
        private boolean failed;
        /** The rows it gave last; null if nobody has asked for them since it was kept. */
        private ResultSet rows;
        /** It has rows, if nobody has asked for them. */
        private boolean hasRows;

        Kept(String sql, PreparedStatement statement) {
            this.sql = sql;
            this.statement = statement;
            this.handle = (PreparedStatement) Proxy.newProxyInstance(
                    StatementCache.class.getClassLoader(),
                    new Class<?>[] {PreparedStatement.class},
                    (proxy, method, arguments) -> call(method, arguments));
        }

        private Object call(Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("close")) {
                release();
                return null;
            }
            try {
                Object result = invoke(statement, method, arguments);
                if (result instanceof ResultSet given) {
                    rows = given;
                } else if (method.getName().equals("execute")) {
                    hasRows = (boolean) result;
                }
                return result;
            } catch (SQLException e) {
                failed = true;
                throw e;
            }
        }

        private void release() throws SQLException {
            if (!inUse) {
                return;
            }
            inUse = false;
            closeRows();
            if (failed || connection.isClosed()) {
                statement.close();
            } else {
                keep(this);
            }
        }

        /**
         * As the end of a statement does. With rows left unread SQLite would hold on to the state of the database they are
         * of, and all later transactions of the connection would see that.
         */
        private void closeRows() throws SQLException {
            ResultSet left = rows == null && hasRows && !failed ? statement.getResultSet() : rows;
            rows = null;
            hasRows = false;
            if (left != null) {
                left.close();
            }
        }
    }
}
