// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.client.ApiConnection;
import io.facet.client.provisioner.ProvisionerClient;
import io.facet.client.provisioner.Status;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.itests.load.SshShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** A backup of a controller that is written to, and what {@code bin/restore} makes of it in other installations. */
public class BackupIT {

    private static final MachineId BUSY = new MachineId(WebshopModel.PROVISIONED);
    private static final MachineId AGENT = new MachineId("13");

    /** What belongs to the node that serves, and is written at its start. */
    private static final Set<String> OF_THE_NODE = Set.of("api_address");

    private static final String AGENT_CONF = "agents/machine-0/agent.conf";

    private static ControllerProcess source;
    /** One that is never started. */
    private static ControllerProcess other;

    private static SshShell shell;
    private static ApiSupport api;
    private static Path backup;
    private static String agentConf;
    private static String controllerModel;
    private static String models;
    private static String machines;
    private static int acknowledgedBefore;
    private static int acknowledgedAfter;

    @BeforeClass
    public static void backUpWhileWritesGoOn() throws Exception {
        other = ControllerProcess.unpack("backup-other");
        source = ControllerProcess.unpack("backup-source");
        source.start();
        shell = SshShell.of(source.sshPort(), source.home());
        api = new ApiSupport();
        shell.ask("facet:model-import " + WebshopModel.file(source.home()));
        agentConf = shell.ask("facet:agent-conf-issue " + WebshopModel.NAME + " " + AGENT);
        backup = source.home().resolve("facet backup.db");
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        String writerConf = shell.ask("facet:agent-conf-issue --controller " + WebshopModel.NAME);
        try (ApiConnection connection = api.connect(writerConf)) {
            CompletableFuture<Void> writes = CompletableFuture.runAsync(() -> write(connection, done, acknowledged));
            Awaitility.await().until(() -> acknowledged.get() > 10 || writes.isDone());
            acknowledgedBefore = acknowledged.get();
            // In the directory of the installation, which is the current one.
            ProgramResult result = source.facet("database-backup", "facet backup.db");
            acknowledgedAfter = acknowledged.get();
            done.set(true);
            writes.join();
            assertThat(result.status()).as(result.toString()).isZero();
            assertThat(result.out()).contains("Copying ").contains("Wrote " + backup + " (");
        }
        models = shell.ask("facet:model-list --no-format");
        controllerModel = models.lines()
                .map(line -> line.split("\t"))
                .filter(columns -> columns[0].equals("controller"))
                .map(columns -> columns[1])
                .findFirst()
                .orElseThrow();
        machines = machines(shell);
        shell.ask("facet:database-check --no-format");
    }

    private static void write(ApiConnection connection, AtomicBoolean done, AtomicInteger acknowledged) {
        ProvisionerClient provisioner = new ProvisionerClient(connection);
        while (!done.get()) {
            String number = Integer.toString(acknowledged.get() + 1);
            assertThat(ApiSupport.await(provisioner.setInstanceStatus(Map.of(BUSY, Status.of("running", number)))))
                    .isEmpty();
            acknowledged.incrementAndGet();
        }
    }

    private static String machines(SshShell shell) throws Exception {
        return shell.ask("facet:machine-list --no-format " + WebshopModel.NAME)
                + shell.ask("facet:machine-list --no-format controller");
    }

    @AfterClass
    public static void end() {
        other.close();
        source.close();
        shell.close();
        api.close();
    }

    @Before
    public void emptyTheOther() throws Exception {
        ProgramResult emptied = ProgramResult.of(new ProcessBuilder(
                "find", other.data().toString(), "-mindepth", "1", "-not", "-name", "README", "-delete"));
        assertThat(emptied.status()).as(emptied.toString()).isZero();
    }

    @Test
    public void freshDistributionBecomesTheControllerThatWasBackedUp() throws Exception {
        try (ControllerProcess fresh = ControllerProcess.unpack("backup-fresh")) {
            ProgramResult restored = fresh.run("bin/restore", backup.toString());
            assertThat(restored.status()).as(restored.toString()).isZero();
            assertThat(restored.out()).contains("Restored " + fresh.data().resolve("facet.db") + " from " + backup);
            fresh.start();

            try (SshShell freshShell = SshShell.of(fresh.sshPort(), fresh.home())) {
                assertThat(freshShell.ask("facet:model-list --no-format")).isEqualTo(models);
                assertThat(machines(freshShell)).isEqualTo(machines);
                assertThat(freshShell.ask("facet:database-check --no-format")).isEmpty();
            }
            assertSameRows(fresh.data().resolve("facet.db"));
            // The same CA, the same password; only the port is another.
            String moved = agentConf.replace(":" + source.apiPort(), ":" + fresh.apiPort());
            try (ApiConnection connection = api.connect(moved)) {
                ProvisionerClient agent = new ProvisionerClient(connection);
                assertThat(ApiSupport.await(agent.life(List.of(AGENT)))
                                .get(AGENT)
                                .orThrow())
                        .isEqualTo(Life.ALIVE);
            }
            String writerConf = fresh.facet("agent-conf-issue", "--controller", WebshopModel.NAME)
                    .out();
            try (ApiConnection connection = api.connect(writerConf)) {
                ProvisionerClient provisioner = new ProvisionerClient(connection);
                String last = ApiSupport.await(provisioner.instanceStatus(List.of(BUSY)))
                        .get(BUSY)
                        .orThrow()
                        .info();
                assertThat(acknowledgedAfter).as("writes during the backup").isGreaterThan(acknowledgedBefore);
                assertThat(Integer.parseInt(last)).isBetween(acknowledgedBefore, acknowledgedAfter + 1);
            }
        }
    }

    /** Every row of the backup, and no other, but for those of the controller's own model and node. */
    private static void assertSameRows(Path database) throws SQLException {
        Map<String, List<String>> expected = rows(backup);
        assertThat(expected.keySet()).contains("machine", "machine_status", "space", "agent_credential", "change_log");
        assertThat(expected.get("machine")).hasSizeGreaterThan(20);
        assertThat(rows(database)).isEqualTo(expected);
    }

    private static Map<String, List<String>> rows(Path database) throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                String table = tables.getString("TABLE_NAME");
                if (!OF_THE_NODE.contains(table)) {
                    all.put(table, rows(statement, table));
                }
            }
        }
        return all;
    }

    private static List<String> rows(Statement statement, String table) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    line.append(columns.getColumnName(i) + "=" + rows.getString(i) + " ");
                }
                lines.add(line.toString());
            }
        }
        return lines.stream()
                .filter(line -> !line.contains("model_uuid=" + controllerModel))
                .sorted()
                .toList();
    }

    @Test
    public void installationThatWasAnotherControllerKeepsItsFilesAside() throws Exception {
        Path data = other.data();
        for (String file : List.of("facet.db", "facet.db-wal", "server.key", "server.crt", "origin")) {
            Files.writeString(data.resolve(file), "old " + file);
        }
        writeAgentConf(data, "controller: \"controller-11111111-2222-4333-8444-555555555555\"\n");
        ProgramResult restored = other.run("bin/restore", backup.toString());
        assertThat(restored.status()).as(restored.toString()).isZero();

        Path aside = aside(data);
        assertThat(files(aside)).containsExactly("agents", "facet.db", "facet.db-wal", "server.crt", "server.key");
        assertThat(aside.resolve("facet.db-wal")).hasContent("old facet.db-wal");
        assertThat(files(data)).containsExactly("README", aside.getFileName().toString(), "facet.db", "origin");
        assertThat(data.resolve("facet.db")).hasSameBinaryContentAs(backup);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("facet.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    public void installationOfTheSameControllerKeepsItsKeyAndAgentConf() throws Exception {
        Path data = other.data();
        for (String file : List.of("facet.db", "server.key", "server.crt")) {
            Files.writeString(data.resolve(file), "old " + file);
        }
        writeAgentConf(data, Files.readString(source.data().resolve(AGENT_CONF)));
        ProgramResult restored = other.run("bin/restore", backup.toString());
        assertThat(restored.status()).as(restored.toString()).isZero();

        Path aside = aside(data);
        assertThat(files(aside)).containsExactly("facet.db");
        assertThat(files(data))
                .containsExactly(
                        "README", "agents", aside.getFileName().toString(), "facet.db", "server.crt", "server.key");
    }

    @Test
    public void restoreRefusesWhatIsNoBackupOrInUseAndChangesNothing() throws Exception {
        assertRefused(source, backup, "Facet is running (process " + source.pid() + "); stop it first: bin/stop");
        Path old = Files.writeString(other.data().resolve("facet.db"), "old");
        Path file = other.home().resolve("no-such-file");
        assertRefused(other, file, "cannot read " + file);
        file = Files.writeString(other.home().resolve("file"), "SQLite format 3, or so it says".repeat(10));
        assertRefused(other, file, file + " is no database of Facet; give a file that database-backup has written");
        byte[] whole = Files.readAllBytes(backup);
        Files.write(file, Arrays.copyOf(whole, whole.length - 4096));
        assertRefused(
                other,
                file,
                file + " is not whole: it has " + (whole.length - 4096) + " bytes where its head says " + whole.length
                        + "; copy it again");
        Files.write(file, whole);
        Files.writeString(file.resolveSibling("file-wal"), "changes");
        assertRefused(
                other,
                file,
                file + " is not whole: its last changes are in " + file
                        + "-wal; give a file that database-backup has written");
        assertThat(old).hasContent("old");
        assertThat(files(other.data())).containsExactly("README", "facet.db");
    }

    @Test
    public void restoreLeavesPostgresToItsOwnTool() throws Exception {
        Path config = other.home().resolve("etc/org.ops4j.datasource-facet.cfg");
        String before = Files.readString(config);
        Files.writeString(config, "url = jdbc:postgresql://db.example.com:5432/facet\n");
        try {
            assertRefused(
                    other,
                    backup,
                    "this Facet keeps its data in postgresql://db.example.com:5432/facet; bring them back with"
                            + " pg_restore");
        } finally {
            Files.writeString(config, before);
        }
    }

    private static void assertRefused(ControllerProcess controller, Path file, String message) throws Exception {
        ProgramResult refused = controller.run("bin/restore", file.toString());
        assertThat(refused.status()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("restore: " + message + "\n");
    }

    private static void writeAgentConf(Path data, String content) throws Exception {
        Path file = data.resolve(AGENT_CONF);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Path aside(Path data) throws Exception {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().startsWith("before-restore-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> files(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
