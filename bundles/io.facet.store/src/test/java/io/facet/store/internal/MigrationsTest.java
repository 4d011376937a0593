// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.store.api.SchemaScripts;
import io.facet.store.testing.Database;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

@RunWith(Parameterized.class)
public class MigrationsTest {

    @Parameters(name = "{0}")
    public static Object[] databases() {
        return Database.values();
    }

    @Rule
    public final StoreRule store;

    public MigrationsTest(Database database) {
        store = StoreRule.on(database);
    }

    @Test
    public void tablesAreCreatedAndStay() {
        store.migrate(scripts("thing", "db/one", 1));
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), "INSERT INTO thing VALUES ('a')");
            return null;
        });
        store.reopen();
        store.migrate(scripts("thing", "db/one", 1));

        assertThat(first("SELECT name FROM thing")).isEqualTo("a");
    }

    @Test
    public void newerProviderBringsTheTablesForward() {
        store.migrate(scripts("thing", "db/one", 1));
        store.migrate(scripts("thing", "db/two", 2));

        assertThat(first("SELECT count(colour) FROM thing")).isEqualTo("0");
        assertThat(first("SELECT level FROM schema_level WHERE component = 'thing'"))
                .isEqualTo("2");
    }

    @Test
    public void olderProviderRunsOnExpandedTables() {
        store.migrate(scripts("thing", "db/two", 2));

        assertThatCode(() -> store.migrate(scripts("thing", "db/one", 1))).doesNotThrowAnyException();
        assertThat(first("SELECT level FROM schema_level WHERE component = 'thing'"))
                .isEqualTo("2");
    }

    @Test
    public void olderProviderIsRefusedOnContractedTables() {
        store.migrate(scripts("thing", "db/breaking", 3));

        String before = dump();
        assertThatThrownBy(() -> store.migrate(scripts("thing", "db/one", 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "the tables of \"thing\" in .*facet.* were brought to level 3 by a newer release and"
                                + " need level 2 or later; this release has level 1\\. Install the newer release, or restore"
                                + " a backup from before the upgrade");
        assertThat(dump()).as("what the refused one left").isEqualTo(before);
        assertThatCode(() -> store.migrate(scripts("thing", "db/two", 2))).doesNotThrowAnyException();
    }

    @Test
    public void storeRefusesADatabaseOfANewerStore() {
        store.write("m1", tx -> {
            Statements.execute(
                    tx.connection(), "UPDATE schema_level SET level = 9, minimum_level = 8 WHERE component = 'store'");
            return null;
        });

        String before = dump();
        assertThatThrownBy(store::reopen)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the tables of \"store\"")
                .hasMessageContaining("need level 8 or later; this release has level 1. Install the newer release");
        assertThat(dump()).as("what the refused one left").isEqualTo(before);
    }

    @Test
    public void unchangedTablesAreRecognisedAtAGlance() {
        store.migrate(scripts("thing", "db/two", 2));
        store.reopen();
        store.resetStatementCount();
        store.migrate(scripts("thing", "db/two", 2));

        assertThat(store.statementCount()).isLessThan(4);
    }

    /** It belongs to a bundle that may be removed. */
    @Test
    public void loaderOfTheScriptsIsNotHeld() throws Exception {
        WeakReference<ClassLoader> loader = migrateWithALoaderOfItsOwn();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(loader.get()).isNull();
        });
    }

    private WeakReference<ClassLoader> migrateWithALoaderOfItsOwn() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], MigrationsTest.class.getClassLoader())) {
            store.migrate(new SchemaScripts("thing", loader, "db/one", 1));
            return new WeakReference<>(loader);
        }
    }

    @Test
    public void missingScriptsAreRefused() {
        assertThatThrownBy(() -> store.migrate(scripts("thing", "db/nowhere", 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"thing\"")
                .hasMessageContaining("db/nowhere");
    }

    @Test
    public void scriptsAreCounted() {
        assertThatThrownBy(() -> store.migrate(scripts("thing", "db/two", 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("found 2 migration scripts of \"thing\" in db/two where 3 were expected;"
                        + " the bundle is broken, install it again");
        assertThat(first("SELECT count(*) FROM schema_level WHERE component = 'thing'"))
                .isEqualTo("0");
    }

    @Test
    public void failedScriptLeavesTheLevelBefore() {
        assertThatThrownBy(() -> store.migrate(scripts("thing", "db/broken", 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot bring the tables of \"thing\"")
                .hasMessageContaining("V2__broken.sql");

        assertThat(first("SELECT level FROM schema_level WHERE component = 'thing'"))
                .isEqualTo("1");
        assertThatCode(() -> store.migrate(scripts("thing", "db/two", 2))).doesNotThrowAnyException();
    }

    @Test
    public void alteredScriptIsRefused() {
        store.migrate(scripts("thing", "db/one", 1));

        assertThatThrownBy(() -> store.migrate(scripts("thing", "db/wrong", 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    public void tablesAreChangedWhileOthersWrite() {
        CompletableFuture<Void> migration = CompletableFuture.runAsync(
                () -> store.migrate(scripts("thing", "db/two", 2)), task -> new Thread(task).start());
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            writes.add(store.store()
                    .<Void>write("m1", tx -> {
                        tx.changed("thing", "", "k", "");
                        return null;
                    })
                    .toCompletableFuture());
        }
        migration.join();
        writes.forEach(CompletableFuture::join);

        assertThat(first("SELECT last_number FROM change_counter")).isEqualTo("300");
    }

    private static SchemaScripts scripts(String component, String location, int count) {
        return new SchemaScripts(component, MigrationsTest.class.getClassLoader(), location, count);
    }

    /** Every row of every table. */
    private String dump() {
        StringBuilder all = new StringBuilder();
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                String table = tables.getString("TABLE_NAME");
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    ResultSetMetaData columns = rows.getMetaData();
                    List<String> lines = new ArrayList<>();
                    while (rows.next()) {
                        StringBuilder line = new StringBuilder();
                        for (int i = 1; i <= columns.getColumnCount(); i++) {
                            line.append(columns.getColumnName(i) + "=" + rows.getString(i) + " ");
                        }
                        lines.add(line.toString());
                    }
                    lines.stream().sorted().forEach(line -> all.append(table + ": " + line + "\n"));
                }
            }
            return all.toString();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private String first(String sql) {
        return store.read(tx -> Statements.first(tx.connection(), sql));
    }
}
