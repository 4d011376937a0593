// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StatementCacheTest {

    private static final String SELECT = "SELECT name FROM thing WHERE name = ?";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<PreparedStatement> prepared = new ArrayList<>();
    private Connection database;
    private Connection connection;

    @Before
    public void open() throws SQLException {
        database = DriverManager.getConnection("jdbc:sqlite::memory:");
        Connection counting = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(database, arguments);
                        if (result instanceof PreparedStatement statement) {
                            prepared.add(statement);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        connection = StatementCache.on(counting);
        Statements.execute(connection, "CREATE TABLE thing (name TEXT)");
        Statements.execute(connection, "INSERT INTO thing VALUES ('a'), ('b')");
        prepared.clear();
    }

    @After
    public void close() throws SQLException {
        database.close();
    }

    @Test
    public void statementThatComesAgainIsNotCompiledAgain() throws SQLException {
        assertThat(List.of(find("a"), find("b"), find("c"))).containsExactly("a", "b", "");
        assertThat(prepared).hasSize(1);
        Statements.execute(connection, "ALTER TABLE thing ADD COLUMN size INTEGER");
        assertThat(find("b")).as("after a change of the table").isEqualTo("b");
        assertThat(prepared).hasSize(2);
    }

    @Test
    public void valuesOfTheUseBeforeAreGone() throws SQLException {
        find("a");
        try (PreparedStatement statement = connection.prepareStatement(SELECT);
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    public void batchThatWasGivenUpIsNotRunLater() throws SQLException {
        String insert = "INSERT INTO thing VALUES (?)";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, "given up");
            statement.addBatch();
        }
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, "c");
            statement.addBatch();
            assertThat(statement.executeBatch()).hasSize(1);
        }
        assertThat(prepared).hasSize(1);
        assertThat(find("c")).isEqualTo("c");
        assertThat(find("given up")).isEmpty();
    }

    @Test
    public void statementInUseIsNobodyElses() throws SQLException {
        try (PreparedStatement outer = connection.prepareStatement(SELECT)) {
            outer.setString(1, "a");
            try (ResultSet rows = outer.executeQuery()) {
                assertThat(find("b")).isEqualTo("b");
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("a");
            }
        }
        assertThat(prepared).hasSize(2);
        assertThat(prepared.stream().filter(StatementCacheTest::isOpen))
                .as("one is kept")
                .hasSize(1);
    }

    @Test
    public void secondCloseDoesNothing() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(SELECT);
        statement.close();
        statement.close();
        try (PreparedStatement one = connection.prepareStatement(SELECT);
                PreparedStatement other = connection.prepareStatement(SELECT)) {
            assertThat(one).isNotSameAs(other);
        }
    }

    @Test
    public void statementThatFailedIsDropped() throws SQLException {
        Statements.execute(connection, "CREATE UNIQUE INDEX thing_name ON thing (name)");
        prepared.clear();
        String insert = "INSERT INTO thing (name) VALUES ('a')";
        assertThatThrownBy(() -> Statements.execute(connection, insert)).isInstanceOf(SQLException.class);
        assertThat(isOpen(prepared.get(0))).isFalse();
        assertThatThrownBy(() -> connection.prepareStatement("SELECT 1 FROM nowhere"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    public void soManyAreKeptAndNoneAfterTheEnd() throws SQLException {
        for (int i = 0; i < 500; i++) {
            Statements.first(connection, "SELECT " + i);
        }
        assertThat(prepared.stream().filter(StatementCacheTest::isOpen)).hasSize(128);
        Statements.first(connection, "SELECT 499");
        assertThat(prepared).as("the latest are kept").hasSize(500);
        connection.close();
        assertThat(prepared).noneMatch(StatementCacheTest::isOpen);
        assertThat(database.isClosed()).isTrue();
    }

    /** SQLite would hold on to the state of the database that they are of, and show it to every later transaction. */
    @Test
    public void rowsThatWereNotReadEndWithTheStatement() throws SQLException {
        String url = "jdbc:sqlite:" + folder.getRoot() + "/thing.db";
        try (Connection writer = DriverManager.getConnection(url);
                Connection reader = StatementCache.on(DriverManager.getConnection(url))) {
            Statements.first(writer, "PRAGMA journal_mode = WAL");
            Statements.execute(writer, "CREATE TABLE thing (name TEXT)");
            Statements.execute(writer, "INSERT INTO thing VALUES ('lamp')");
            Statements.execute(reader, "BEGIN DEFERRED");
            try (PreparedStatement query = reader.prepareStatement("SELECT name FROM thing")) {
                assertThat(query.executeQuery().next()).isTrue();
            }
            Statements.execute(reader, "SELECT name FROM thing");
            Statements.execute(reader, "COMMIT");
            Statements.execute(writer, "INSERT INTO thing VALUES ('chair')");
            assertThat(Statements.first(reader, "SELECT count(*) FROM thing")).isEqualTo("2");
        }
    }

    private String find(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private static boolean isOpen(PreparedStatement statement) {
        try {
            return !statement.isClosed();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
