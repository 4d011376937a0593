// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.apiserver.api.FacadeStatus;
import io.facet.controller.api.AgentConfigService;
import io.facet.core.AgentVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.importer.api.ImportOptions;
import io.facet.importer.api.ImportProgress;
import io.facet.importer.api.ImportReport;
import io.facet.importer.api.ModelImporter;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commands about credentials, facades and imports. */
public class ControllerCommandsTest {
    private static final String PROD = "11111111-2222-4333-8444-555555555555";

    @Rule
    public final StoreRule rule = new StoreRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Output output = new Output();

    private ModelServiceImpl models;

    @Before
    public void createModel() {
        models = new ModelServiceImpl(rule.store(), "test", "1");
        rule.write(PROD, tx -> {
            models.create(
                    tx,
                    new ModelInfo(PROD, "prod", "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5")),
                    Map.of("name", "prod", "uuid", PROD, "type", "maas"),
                    false);
            return null;
        });
    }

    @Test
    public void agentConfIsPrintedAndNothingElse() throws Exception {
        AgentConfIssueCommand command = issue();
        command.machine = "4/lxd/0";
        command.execute();
        assertThat(output.text()).isEqualTo("tag: machine-4-lxd-0\nmodel: model-" + PROD + "\n");

        AgentConfIssueCommand controller = issue();
        controller.controller = true;
        controller.execute();
        assertThat(output.text()).isEqualTo("tag: machine-0\nmodel: model-" + PROD + "\n");
    }

    @Test
    public void agentConfIsWrittenForItsOwnerOnlyAlsoOverAnOlderFile() throws Exception {
        Path file = folder.newFile("agent.conf").toPath();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        AgentConfIssueCommand command = issue();
        command.machine = "4";
        command.output = file.toString();

        command.execute();

        assertThat(output.text()).isEqualTo("Written to " + file + System.lineSeparator());
        assertThat(file).content().startsWith("tag: machine-4\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder.getRoot().list()).containsExactly("agent.conf");
    }

    @Test
    public void fileThatCannotBeWrittenIsNamed() {
        AgentConfIssueCommand command = issue();
        command.machine = "4";
        command.output = folder.getRoot() + "/no/such/agent.conf";

        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Cannot write " + command.output + ": ");
    }

    @Test
    public void whoseAgentConfIsMeantHasToBeClear() {
        AgentConfIssueCommand nobody = issue();
        AgentConfIssueCommand both = issue();
        both.controller = true;
        both.machine = "4";
        AgentConfIssueCommand wrong = issue();
        wrong.machine = "machine-4";
        AgentConfIssueCommand missing = issue();
        missing.machine = "99";

        assertThatThrownBy(nobody::execute).hasMessage("Give either a machine, or --controller before the model.");
        assertThatThrownBy(both::execute).hasMessage("Give either a machine, or --controller before the model.");
        assertThatThrownBy(wrong::execute).hasMessage("\"machine-4\" is not a machine id, such as 4 or 4/lxd/0");
        assertThatThrownBy(missing::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("machine 99 not found");
    }

    @Test
    public void facadesAreListedWithTheirBundles() throws Exception {
        FacadeListCommand command = new FacadeListCommand();
        command.noFormat = true;
        command.server = new Facades();

        command.execute();
        assertThat(output.lines())
                .containsExactly(
                        "Pinger\t1\tyes\t2\t40\tio.facet.apiserver\t1.0.0\tno\t3\t",
                        "Provisioner\t11\tno\t47\t41\tio.facet.facade.provisioner.v11\t1.0.0\tyes\t0\tprobe fails");

        command.name = "Pinger";
        command.execute();
        assertThat(output.lines()).hasSize(1);

        command.name = "Nope";
        assertThatThrownBy(command::execute)
                .hasMessage("There is no facade \"Nope\"; facet:facade-list shows those there are.");

        command.server = null;
        assertThatThrownBy(command::execute)
                .hasMessage("ApiServer is not available; is bundle io.facet.apiserver active?");
    }

    @Test
    public void importSaysWhatWasTakenAndWhatWasNot() throws Exception {
        Map<String, Integer> imported = new LinkedHashMap<>();
        imported.put("machines", 27);
        imported.put("units", 33);
        ModelImportCommand command = new ModelImportCommand();
        command.session = Output.session();
        command.file = "model.yaml";
        command.replace = true;
        command.importer = new Imports(new ImportReport(
                PROD, "webshop", true, imported, Map.of("actions", 3), List.of("x-extra"), List.of("odd")));

        command.execute();

        assertThat(output.lines())
                .containsExactly(
                        "Replaced model webshop (" + PROD + "): 27 machines, 33 units",
                        "Left out, since Facet has no use for them: 3 actions",
                        "Unknown sections, ignored: x-extra",
                        "Warning: odd");
    }

    @Test
    public void refusedImportFailsWithTheImportersSentence() {
        ModelImportCommand command = new ModelImportCommand();
        command.session = Output.session();
        command.file = "model.yaml";
        command.importer = new Imports(null);

        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("model webshop already exists");
    }

    private AgentConfIssueCommand issue() {
        AgentConfIssueCommand command = new AgentConfIssueCommand();
        command.model = "prod";
        command.store = rule.store();
        command.models = models;
        command.agents = new Agents();
        return command;
    }

    private static final class Agents implements AgentConfigService {
        @Override
        public String issueForMachine(Transaction tx, String modelUuid, MachineId machine) {
            if (machine.value().equals("99")) {
                throw FacetException.notFound("machine 99");
            }
            return "tag: " + machine.tag() + "\nmodel: model-" + modelUuid + "\n";
        }

        @Override
        public String issueForController(Transaction tx, String modelUuid) {
            return "tag: machine-0\nmodel: model-" + modelUuid + "\n";
        }
    }

    /** @param report what the import ends with; null if it is refused */
    private record Imports(ImportReport report) implements ModelImporter {
        @Override
        public ImportReport importModel(Path file, ImportOptions options, ImportProgress progress) {
            if (report == null) {
                throw new FacetException(ErrorCode.ALREADY_EXISTS, "model webshop already exists");
            }
            assertThat(file).isEqualTo(Path.of("model.yaml"));
            assertThat(options.replace()).isTrue();
            return report;
        }

        @Override
        public ImportReport importModel(InputStream description, ImportOptions options, ImportProgress progress) {
            throw new AssertionError("the command reads a file");
        }
    }

    private static final class Facades extends ApiServerFake {
        @Override
        public List<FacadeStatus> facades() {
            return List.of(
                    new FacadeStatus("Pinger", 1, 2, 40, "io.facet.apiserver", "1.0.0", true, false, 3, ""),
                    new FacadeStatus(
                            "Provisioner",
                            11,
                            47,
                            41,
                            "io.facet.facade.provisioner.v11",
                            "1.0.0",
                            false,
                            true,
                            0,
                            "probe fails"));
        }
    }
}
