// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.facet.store.testing.StoreRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commands about the database, on a real one. */
public class DatabaseCommandsTest {

    @Rule
    public final StoreRule store = new StoreRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Output output = new Output();

    @Test
    public void databaseIsShownToScripts() throws Exception {
        change("m1");
        DatabaseShowCommand show = show();
        show.noFormat = true;
        show.execute();

        List<String> lines = output.lines();
        assertThat(lines)
                .contains("Place\t" + store.folder().resolve("facet.db"), "Changes in log\t1", "Levels\tstore\t1")
                .anyMatch(line -> line.matches("Product\tSQLite 3\\..*"))
                .anyMatch(line -> line.matches("Size bytes\t[1-9][0-9]{4,}"))
                .anyMatch(line -> line.matches("Writes\t[1-9][0-9]*"));
        assertThat(lines).allMatch(line -> line.contains("\t"));
    }

    @Test
    public void databaseIsShownToPeople() throws Exception {
        show().execute();

        assertThat(output.text())
                .containsPattern("Product: +SQLite 3")
                .containsPattern("Lag ms: +[0-9]+\n")
                .containsPattern("\n\nLevels\nPart +. Level\n.*\nstore +. +1\n");
    }

    @Test
    public void databaseIsShownToPrograms() throws Exception {
        DatabaseShowCommand show = show();
        show.json = true;
        show.execute();

        try (JsonParser parser = new JsonFactory().createParser(output.text())) {
            long sizes = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_INT && parser.currentName().equals("size-bytes")) {
                    assertThat(parser.getLongValue()).isGreaterThan(10_000);
                    sizes++;
                }
            }
            assertThat(sizes).isEqualTo(1);
        }
    }

    @Test
    public void vacuumSaysWhatWasGivenBack() throws Exception {
        execute("CREATE TABLE ballast AS SELECT zeroblob(3000000) AS content");
        execute("DROP TABLE ballast");
        DatabaseVacuumCommand vacuum = new DatabaseVacuumCommand();
        vacuum.database = store.store().database();
        vacuum.session = Output.session();
        vacuum.execute();

        List<String> lines = output.lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches("Vacuuming /.*/facet\\.db \\([0-9.]+ MiB, of which [0-9.]+ MiB unused\\) \\.\\.\\.");
        assertThat(lines.get(1)).matches("Gave back [0-9.]+ MiB in [0-9.]+ s; it has [0-9.]+ KiB now\\.");
    }

    @Test
    public void backupSaysWhatWasWritten() throws Exception {
        Path file = folder.getRoot().toPath().resolve("copy.db");
        backup(file).execute();

        List<String> lines = output.lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("Copying /.*/facet\\.db \\([0-9.]+ [KM]iB\\) \\.\\.\\.");
        assertThat(lines.get(1)).matches("Wrote \\Q" + file + "\\E \\([0-9.]+ KiB\\) in [0-9.]+ s\\.");
        assertThat(Files.size(file)).isGreaterThan(10_000);
        assertRefused(backup(file), file + " is there already; name a file that is not, or remove it first");
    }

    @Test
    public void refusalsBeginLikeSentences() {
        assertRefused(
                backup(folder.getRoot().toPath().resolve("nowhere/copy.db")),
                "There is no directory " + folder.getRoot().toPath().resolve("nowhere") + "; make it first");
    }

    @Test
    public void checkOfASoundDatabaseSaysSoAndPrintsNothingForScripts() throws Exception {
        check().execute();
        assertThat(output.text()).contains("Nothing wrong");

        DatabaseCheckCommand scripted = check();
        scripted.noFormat = true;
        scripted.execute();
        assertThat(output.text()).isEmpty();
    }

    @Test
    public void checkListsWhatIsWrongAndFails() {
        change("m1");
        change("m1");
        execute("DELETE FROM change_log WHERE number = 2");
        DatabaseCheckCommand check = check();
        check.noFormat = true;

        assertRefused(
                check,
                "The database is not sound: 1 finding. Copy it as it is (Facet stopped), then restore a backup:"
                        + " docs/backup.md says how.");
        assertThat(output.lines())
                .containsExactly("The last change of model m1 in the change log is 1, and its counter is at 2.");
    }

    @Test
    public void databaseThatIsNotOpenIsNamed() {
        String message = "Database is not available; is bundle io.facet.store active?";
        DatabaseBackupCommand backup = new DatabaseBackupCommand();
        backup.file = "copy.db";

        assertRefused(new DatabaseShowCommand(), message);
        assertRefused(new DatabaseVacuumCommand(), message);
        assertRefused(new DatabaseCheckCommand(), message);
        assertRefused(backup, message);
    }

    private static void assertRefused(Action command, String message) {
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
    }

    private DatabaseShowCommand show() {
        DatabaseShowCommand show = new DatabaseShowCommand();
        show.database = store.store().database();
        return show;
    }

    private DatabaseCheckCommand check() {
        DatabaseCheckCommand check = new DatabaseCheckCommand();
        check.database = store.store().database();
        return check;
    }

    private DatabaseBackupCommand backup(Path file) {
        DatabaseBackupCommand backup = new DatabaseBackupCommand();
        backup.file = file.toString();
        backup.database = store.store().database();
        backup.session = Output.session();
        return backup;
    }

    private void change(String model) {
        store.write(model, tx -> {
            tx.changed("thing", "", "k", "");
            return null;
        });
    }

    private void execute(String sql) {
        store.write("m1", tx -> {
            try (Statement statement = tx.connection().createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
