// SPDX-License-Identifier: Apache-2.0
package io.facet.store.testing;

import io.facet.store.api.ChangeStream;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.TransactionBody;
import io.facet.store.internal.Settings;
import io.facet.store.internal.StoreImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.rules.ExternalResource;
import org.sqlite.SQLiteDataSource;

/**
 * A real store for a test, on an SQLite file of its own that is deleted afterwards:
 *
 * <pre>
 * &#64;Rule
 * public final StoreRule store = new StoreRule();
 *
 * store.migrate(...);
 * store.write(MODEL, tx -&gt; machines.create(tx, MODEL, ...));
 * </pre>
 */
public class StoreRule extends ExternalResource {

    private final Settings settings;
    private final List<StoreImpl> others = new ArrayList<>();
    private Path folder;
    private CountingDataSource dataSource;
    private StoreImpl store;

    /** A store on SQLite. */
    public StoreRule() {
        this(settings());
    }

    /** A store on SQLite with settings of its own, which are those of {@link #settings()} changed. */
    public StoreRule(Settings settings) {
        this.settings = settings;
    }

    /** A store on the given database. */
    public static StoreRule on(Database database) {
        return database == Database.SQLITE ? new StoreRule() : new PostgresStoreRule();
    }

    /** Settings that suit a test. */
    public static Settings settings() {
        return new Settings(
                2,
                1000,
                3,
                3000,
                256,
                Duration.ofMillis(20),
                10,
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                Duration.ofMillis(100),
                Duration.ofSeconds(10));
    }

    @Override
    protected void before() throws Throwable {
        folder = Files.createTempDirectory("facet-store");
        dataSource = new CountingDataSource(createDataSource(folder));
        store = StoreImpl.open(dataSource, settings);
    }

    /** The data source to test on; the folder is deleted afterwards. */
    protected DataSource createDataSource(Path dir) throws Exception {
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + dir.resolve("facet.db"));
        return sqlite;
    }

    @Override
    protected void after() {
        others.forEach(StoreImpl::close);
        if (store != null) {
            store.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the tables of a provider. */
    public void migrate(SchemaScripts scripts) {
        store.migrate(scripts);
    }

    /** The store. */
    public StoreImpl store() {
        return store;
    }

    /** The change stream of the store. */
    public ChangeStream changes() {
        return store.changes();
    }

    /** Closes the store and opens it again on the same database, as a restart does. */
    public void reopen() {
        store.close();
        store = StoreImpl.open(dataSource, settings);
    }

    /** Another store on the same database, as of another controller; for PostgreSQL. */
    public StoreImpl anotherController() {
        StoreImpl other = StoreImpl.open(dataSource, settings);
        others.add(other);
        return other;
    }

    /** Closes the store; it is not used again in this test, unless reopened. */
    public void close() {
        store.close();
    }

    /** The folder that holds an SQLite database, {@code facet.db}. */
    public Path folder() {
        return folder;
    }

    /** Where the store gets its connections from. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** The result of a write, waited for; fails with what the body threw. */
    public <T> T write(String modelUuid, TransactionBody<T> body) {
        return join(store.write(modelUuid, body));
    }

    /** The result of a read, waited for; fails with what the body threw. */
    public <T> T read(TransactionBody<T> body) {
        return join(store.read(body));
    }

    /**
     * How many SQL statements ran since the last {@link #resetStatementCount()}, those of the store itself (such as
     * logging a change) included, those that begin and end transactions not. A batch counts as one.
     */
    public long statementCount() {
        return dataSource.count();
    }

    /** Counts from zero again. */
    public void resetStatementCount() {
        dataSource.reset();
    }

    /**
     * How many SQL statements a body runs in a read transaction. Exact, since the reads that follow the change log at
     * the same time do not count, and nothing is kept from reads before.
     */
    public long statementsOf(TransactionBody<?> body) {
        write("no-model", tx -> null);
        return read(tx -> {
            long before = dataSource.countOfThread();
            body.run(tx);
            return dataSource.countOfThread() - before;
        });
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause().toString(), e.getCause());
        }
    }
}
