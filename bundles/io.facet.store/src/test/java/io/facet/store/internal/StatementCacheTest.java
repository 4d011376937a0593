// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StatementCacheTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aStatementThatIsClosedWithRowsUnreadLetsGoOfWhatItSaw() throws Exception {
        try (Connection writer = open();
                Connection reader = StatementCache.on(open())) {
            Statements.first(writer, "PRAGMA journal_mode = WAL");
            Statements.execute(writer, "CREATE TABLE thing (name TEXT)");
            Statements.execute(writer, "INSERT INTO thing VALUES ('lamp')");
            Statements.execute(reader, "BEGIN DEFERRED");
            try (PreparedStatement query = reader.prepareStatement("SELECT name FROM thing")) {
                assertThat(query.executeQuery().next()).isTrue();
            }
            Statements.execute(reader, "COMMIT");

            Statements.execute(writer, "INSERT INTO thing VALUES ('chair')");

            assertThat(Statements.first(reader, "SELECT count(*) FROM thing")).isEqualTo("2");
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.getRoot() + "/thing.db");
    }
}
