// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.store.api.Database;
import io.facet.store.api.DatabaseFigures;
import io.facet.store.api.DatabaseStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's side of the database. What takes long runs on a thread and a connection of its own, one after the other;
 * the connection is given back when it has ended.
 */
final class DatabaseImpl implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseImpl.class);
    /** Operations that wait for the one that runs. */
    private static final int QUEUE_LENGTH = 4;

    private static final long PAUSE_MS = 20;

    private final StoreImpl store;
    private final Dialect dialect;
    private final Upkeep upkeep;
    private final Writer writer;
    private final Workers operators;
    /** Where an operation is under way; null while there is none. */
    private volatile Connection busy;

    private volatile boolean closing;

    DatabaseImpl(StoreImpl store, Dialect dialect, Connections connections, Writer writer) {
        this.store = store;
        this.dialect = dialect;
        this.upkeep = dialect.upkeep();
        this.writer = writer;
        this.operators =
                new Workers("database operations", "facet-store-operator", 1, QUEUE_LENGTH, connections::plain);
    }

    @Override
    public DatabaseFigures figures() {
        return store.figures();
    }

    @Override
    public CompletionStage<DatabaseStatus> status() {
        return store.read(tx -> {
            Connection connection = tx.connection();
            DatabaseMetaData product = connection.getMetaData();
            Upkeep.Size size = upkeep.size(connection);
            return new DatabaseStatus(
                    product.getDatabaseProductName() + " " + product.getDatabaseProductVersion(),
                    dialect.place(),
                    size.bytes(),
                    size.freeBytes(),
                    Long.parseLong(Statements.first(connection, "SELECT count(*) FROM change_log")),
                    schemaLevels(connection));
        });
    }

    private static Map<String, Long> schemaLevels(Connection connection) throws SQLException {
        Map<String, Long> levels = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT component, level FROM schema_level ORDER BY component")) {
            while (rows.next()) {
                levels.put(rows.getString(1), rows.getLong(2));
            }
        }
        return levels;
    }

    @Override
    public CompletionStage<Void> vacuum() {
        return operate("vacuum", connection -> {
            // On SQLite it would otherwise make the writer wait in the database, which it does not do for long.
            writer.alter(() -> {
                try {
                    upkeep.vacuum(connection);
                } catch (SQLException e) {
                    throw failed("vacuum", e);
                }
            });
            return null;
        });
    }

    @Override
    public CompletionStage<List<String>> checkIntegrity() {
        return operate("check", connection -> {
            List<String> findings = new ArrayList<>(upkeep.damage(connection));
            findings.addAll(ChangeLogCheck.findings(connection, Upkeep.MAX_FINDINGS));
            return List.copyOf(findings);
        });
    }

    @Override
    public CompletionStage<Long> backup(Path file) {
        return operate("copy", connection -> {
            upkeep.requireCopy();
            Upkeep.Size size = upkeep.size(connection);
            try (BackupFile backup = BackupFile.create(file, size.bytes() - size.freeBytes())) {
                upkeep.copy(connection, backup.draft());
                return backup.publish();
            }
        });
    }

    private interface Operation<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> CompletionStage<T> operate(String what, Operation<T> operation) {
        CompletableFuture<T> done = new CompletableFuture<>();
        operators.submit(new Job() {
            @Override
            public void run(PinnedConnection pinned) {
                try {
                    done.complete(perform(pinned, operation));
                } catch (SQLException e) {
                    done.completeExceptionally(failed(what, e));
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            }

            @Override
            public void refuse(RuntimeException reason) {
                done.completeExceptionally(reason);
            }
        });
        return done;
    }

    private <T> T perform(PinnedConnection pinned, Operation<T> operation) throws SQLException {
        try (pinned) {
            busy = pinned.get();
            if (closing) {
                throw Failures.stopping();
            }
            return operation.on(busy);
        } finally {
            busy = null;
        }
    }

    private FacetException failed(String what, SQLException e) {
        return closing
                ? Failures.stopping()
                : new FacetException(
                        ErrorCode.NONE,
                        "cannot " + what + " the database " + dialect.place() + ": " + e.getMessage(),
                        e);
    }

    /** Ends what is under way, which may take minutes when left alone, and refuses what waits. */
    void close(Duration timeout) {
        closing = true;
        operators.shutdown();
        long end = System.nanoTime() + timeout.toNanos();
        while (operators.running() > 0 && System.nanoTime() - end < 0) {
            interrupt();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        }
        operators.close(timeout);
    }

    private void interrupt() {
        Connection connection = busy;
        try {
            if (connection != null) {
                upkeep.interrupt(connection);
            }
        } catch (SQLException | NoClassDefFoundError e) {
            // It has ended meanwhile, or the driver is not the one that is known here.
            LOG.debug("Cannot interrupt an operation on the database", e);
        }
    }
}
