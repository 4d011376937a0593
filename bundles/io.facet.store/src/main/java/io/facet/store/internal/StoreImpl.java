// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.ChangeStream;
import io.facet.store.api.Database;
import io.facet.store.api.DatabaseFigures;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.TransactionBody;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store on one database, from {@link #open} to {@link #close}. */
public final class StoreImpl implements Store, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreImpl.class);
    /** Besides readers and writers: the tailer, the operator, and two for migrations. */
    private static final int OTHER_CONNECTIONS = 4;

    private static final SchemaScripts OWN_TABLES =
            new SchemaScripts("store", StoreImpl.class.getClassLoader(), "db/migration/store", 1);

    private final Dialect dialect;
    private final Settings settings;
    private final Connections connections;
    private final int maxConnections;
    private final Migrations migrations;
    private final Writer writer;
    private final CommitCounter commits;
    private final Workers readers;
    private final Tailer tailer;
    private final DatabaseImpl database;
    private final Pruner pruner;
    /** Providers whose tables cannot be made to fit, and why; said once. */
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    private volatile boolean closed;

    private StoreImpl(DataSource dataSource, Dialect dialect, Settings settings) throws SQLException {
        boolean single = dialect instanceof SqliteDialect;
        this.dialect = dialect;
        this.settings = settings;
        this.connections = new Connections(dataSource, dialect);
        // Where there are several writers, one listens to other controllers.
        this.maxConnections =
                settings.readerThreads() + (single ? 1 : settings.writerThreads() + 1) + OTHER_CONNECTIONS;
        connections.require(maxConnections);
        this.migrations = new Migrations(connections, dialect);
        migrations.migrate(OWN_TABLES);
        try (Connection connection = connections.plain()) {
            dialect.mark(connection);
        }
        this.commits = new CommitCounter(single);
        this.tailer = new Tailer(connections, dialect, single ? Duration.ZERO : settings.pollInterval());
        this.writer = single
                ? new GroupWriter(connections, dialect, settings, commits, tailer::committed)
                : new StripedWriter(connections, dialect, settings, tailer::committed);
        this.readers = new Workers(
                "reads",
                "facet-store-reader",
                settings.readerThreads(),
                settings.readerQueueLength(),
                connections::reader);
        this.database = new DatabaseImpl(this, dialect, connections, writer);
        this.pruner = new Pruner(this, tailer, settings.logRetention());
        tailer.start(single ? Beacon.NONE : PostgresBeacon.open(connections, tailer));
    }

    /**
     * Opens the database of the data source and brings the tables of the store up to date.
     *
     * @throws UnreachableException if it gives no connection; another attempt may work
     * @throws IllegalStateException naming the database and the remedy, if it is damaged, was written by a newer
     *     release that this one must not run beside, or cannot be used
     */
    public static StoreImpl open(DataSource dataSource, Settings settings) {
        Dialect dialect = Dialects.recognise(dataSource, settings);
        try {
            return new StoreImpl(dataSource, dialect, settings);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot open the database " + dialect.place() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public <T> CompletionStage<T> write(String modelUuid, TransactionBody<T> body) {
        refuseInside();
        if (modelUuid.isEmpty()) {
            throw new IllegalArgumentException("a write needs the UUID of a model");
        }
        Write<T> write = new Write<>(modelUuid, body);
        writer.submit(write);
        return write.done();
    }

    @Override
    public <T> CompletionStage<T> read(TransactionBody<T> body) {
        refuseInside();
        Read<T> read = new Read<>(dialect, commits, body);
        readers.submit(read);
        return read.done();
    }

    @Override
    public <T> CompletionStage<T> readKept(TransactionBody<T> body) {
        refuseInside();
        if (!closed) {
            try {
                Optional<OpenTransaction.Result<T>> kept = OpenTransaction.readKept(dialect, commits, body);
                if (kept.isPresent()) {
                    return CompletableFuture.completedFuture(kept.get().value());
                }
            } catch (Throwable e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return read(body);
    }

    @Override
    public void migrate(SchemaScripts scripts) {
        refuseInside();
        writer.alter(() -> migrateForProvider(scripts));
    }

    private void migrateForProvider(SchemaScripts scripts) {
        try {
            migrations.migrate(scripts);
            refused.remove(scripts.component());
        } catch (IllegalStateException e) {
            // The component runtime logs it as the inner one of several exceptions, each time somebody asks for the
            // service, where nobody finds it.
            if (!e.getMessage().equals(refused.put(scripts.component(), e.getMessage()))) {
                LOG.error("The provider of \"{}\" does not start: {}", scripts.component(), e.getMessage());
            }
            throw e;
        }
    }

    /** The stream of changes of this store. */
    public ChangeStream changes() {
        return tailer;
    }

    /** The operator's side of this store. */
    public Database database() {
        return database;
    }

    /** How busy this store is. */
    DatabaseFigures figures() {
        Tailer.Backlog backlog = tailer.backlog();
        return new DatabaseFigures(
                writer.queued(),
                writer.queueLength(),
                readers.queued(),
                settings.readerQueueLength(),
                readers.running(),
                settings.readerThreads(),
                writer.writes(),
                writer.commits(),
                readers.finished(),
                backlog.changes(),
                backlog.lag(),
                connections.open(),
                maxConnections);
    }

    /** What runs the writes, for tests. */
    Writer writer() {
        return writer;
    }

    /** The database as an operator knows it. */
    String place() {
        return dialect.place();
    }

    private static void refuseInside() {
        if (OpenTransaction.isInside()) {
            throw new IllegalStateException("a transaction body must use its own transaction, not open another");
        }
    }

    /** Finishes what is queued and closes every connection. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        pruner.close();
        database.close(settings.stopTimeout());
        readers.shutdown();
        writer.close(settings.stopTimeout());
        readers.close(settings.stopTimeout());
        tailer.close(settings.stopTimeout());
    }
}
