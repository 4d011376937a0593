// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.store.api.Transaction;
import io.facet.store.api.TransactionBody;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class SqlTest {

    /** Component names against column names with an underscore. */
    public record Machine(String modelUuid, int number) {}

    private final Sql sql = new Sql(Machine.class);
    private Connection connection;
    private Transaction tx;

    @Before
    public void openTransaction() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        execute("CREATE TABLE machine (model_uuid TEXT, number INTEGER)");
        connection.setAutoCommit(false);
        tx = new OpenTransaction(connection);
        execute("INSERT INTO machine VALUES ('m1', 1)");
    }

    @After
    public void close() throws SQLException {
        connection.close();
    }

    @Test
    public void handleLeavesTheTransactionAsItWas() throws SQLException {
        sql.use(tx, handle -> handle.execute("INSERT INTO machine VALUES ('m1', 2)"));

        assertThat(connection.isClosed()).isFalse();
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(numbers("m1")).containsExactly(1, 2);
        connection.rollback();
        assertThat(numbers("m1")).isEmpty();
    }

    @Test
    public void handleThatFailsLeavesTheTransactionAsItWas() throws SQLException {
        assertThatThrownBy(() -> sql.use(tx, handle -> handle.execute("INSERT INTO nowhere VALUES (1)")))
                .hasMessageContaining("nowhere");

        assertThat(numbers("m1")).containsExactly(1);
    }

    @Test
    public void handleLeavesATransactionThatWasBegunInSqlAlone() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
        execute("BEGIN IMMEDIATE");
        sql.use(tx, handle -> handle.execute("INSERT INTO machine VALUES ('m1', 2)"));
        execute("ROLLBACK");

        assertThat(numbers("m1")).containsExactly(1);
    }

    @Test
    public void handleCannotRollBack() {
        assertThatThrownBy(() -> sql.use(
                        tx,
                        handle -> handle.useTransaction(inner -> {
                            throw new IllegalStateException("from within");
                        })))
                .isInstanceOfAny(TransactionException.class, IllegalStateException.class);

        assertThat(numbers("m1")).containsExactly(1);
    }

    @Test
    public void rowsBecomeRecords() {
        List<Machine> machines = sql.with(tx, handle -> handle.createQuery("SELECT model_uuid, number FROM machine")
                .mapTo(Machine.class)
                .list());

        assertThat(machines).containsExactly(new Machine("m1", 1));
    }

    @Test
    public void handlesMayNest() {
        List<Integer> inner = sql.with(tx, outer -> {
            outer.execute("INSERT INTO machine VALUES ('m1', 2)");
            return numbers("m1");
        });

        assertThat(inner).containsExactly(1, 2);
    }

    @Test
    public void keysAreAskedForInChunks() {
        AtomicInteger queries = new AtomicInteger();
        List<Integer> keys = IntStream.range(0, 2500).boxed().toList();
        List<Integer> found = Sql.inChunks(keys, some -> {
            queries.incrementAndGet();
            return sql.with(tx, handle -> handle.createQuery("SELECT number FROM machine WHERE number IN (<some>)")
                    .bindList("some", some)
                    .mapTo(Integer.class)
                    .list());
        });

        assertThat(found).containsExactly(1);
        assertThat(queries).hasValue(3);
    }

    @Test
    public void noKeysAskNothing() {
        assertThat(Sql.<String, String>inChunks(List.of(), some -> {
                    throw new AssertionError("asked for " + some);
                }))
                .isEmpty();
    }

    @Test
    public void modelIsRemovedFromItsTables() throws SQLException {
        execute("INSERT INTO machine VALUES ('m2', 5)");
        ModelTables.of("machine").remove(tx, "m1");

        assertThat(numbers("m1")).isEmpty();
        assertThat(numbers("m2")).containsExactly(5);
    }

    @Test
    public void modelIsHandedOverToAnotherUuid() throws SQLException {
        ModelTables.of("machine").move(tx, "m1", "m2");

        assertThat(numbers("m1")).isEmpty();
        assertThat(numbers("m2")).containsExactly(1);
    }

    @Test
    public void rowsOfAModelAreCountedByKind() throws SQLException {
        execute("INSERT INTO machine VALUES ('m2', 5)");
        execute("INSERT INTO machine VALUES ('m2', 6)");

        assertThat(ModelTables.of("machine").counts(tx, "m2", Map.of("machines", "machine")))
                .isEqualTo(Map.of("machines", 2L));
        assertThatThrownBy(() -> ModelTables.of("machine").counts(tx, "m2", Map.of("units", "unit")))
                .hasMessage("no table \"unit\" among [machine]");
    }

    @Test
    public void tableNamesAreChecked() {
        assertThatThrownBy(() -> ModelTables.of("machine; DROP TABLE machine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table name \"machine; DROP TABLE machine\" not valid");
    }

    private List<Integer> numbers(String modelUuid) {
        return sql.with(
                tx, handle -> handle.createQuery("SELECT number FROM machine WHERE model_uuid = :model ORDER BY number")
                        .bind("model", modelUuid)
                        .mapTo(Integer.class)
                        .list());
    }

    private void execute(String statement) throws SQLException {
        try (var plain = connection.createStatement()) {
            plain.execute(statement);
        }
    }

    private record OpenTransaction(Connection connection) implements Transaction {
        @Override
        public long position(String modelUuid) {
            return 0;
        }

        @Override
        public OptionalLong snapshot() {
            return OptionalLong.empty();
        }

        @Override
        public void changed(String namespace, String scope, String key, String value) {
            throw new IllegalStateException("no changes expected");
        }

        @Override
        public <T> T savepoint(TransactionBody<T> body) throws Exception {
            return body.run(this);
        }
    }
}
