// SPDX-License-Identifier: Apache-2.0
package io.facet.store.testing;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Counts the statements that run on its connections, other than those that begin, end or set up a transaction. */
final class CountingDataSource implements DataSource {

    private static final String UNCOUNTED = "(?is)\\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SHOW|SET)\\b.*";

    private final DataSource source;
    private final AtomicLong count = new AtomicLong();
    private final ThreadLocal<AtomicLong> countOfThread = ThreadLocal.withInitial(AtomicLong::new);

    CountingDataSource(DataSource source) {
        this.source = source;
    }

    long count() {
        return count.get();
    }

    /** How many statements ever ran on the calling thread. */
    long countOfThread() {
        return countOfThread.get().get();
    }

    void reset() {
        count.set(0);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return counting(Connection.class, source.getConnection(), "");
    }

    private <T> T counting(Class<T> type, T target, String prepared) {
        Object proxy = Proxy.newProxyInstance(
                CountingDataSource.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
                    if (target instanceof Statement && method.getName().startsWith("execute")) {
                        String sql = first instanceof String given ? given : prepared;
                        if (!sql.matches(UNCOUNTED)) {
                            count.incrementAndGet();
                            countOfThread.get().incrementAndGet();
                        }
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return wrap(result, first instanceof String sql ? sql : "");
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }

    private Object wrap(Object result, String sql) {
        UnaryOperator<Object> asItIs = UnaryOperator.identity();
        if (result instanceof PreparedStatement statement) {
            return counting(PreparedStatement.class, statement, sql);
        }
        if (result instanceof Statement statement) {
            return counting(Statement.class, statement, "");
        }
        return asItIs.apply(result);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return counting(Connection.class, source.getConnection(user, password), "");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
