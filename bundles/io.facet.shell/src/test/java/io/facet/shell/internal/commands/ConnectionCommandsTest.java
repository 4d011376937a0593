// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.apiserver.api.CallException;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.WatcherStatus;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.machine.api.Machine;
import io.facet.machine.api.NewMachine;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.shell.internal.completers.ServerCompletionCheck;
import io.facet.store.testing.StoreRule;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.support.CommandException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commands about connections, watchers and calls. */
public class ConnectionCommandsTest {
    private static final String CONTROLLER = ControllerFake.MODEL;
    private static final String PROD = "11111111-2222-4333-8444-555555555555";
    private static final Instant SINCE = Instant.parse("2026-11-22T10:00:00.5Z");

    @Rule
    public final StoreRule rule = new StoreRule();

    @Rule
    public final Output output = new Output();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Server server = new Server();
    private ModelServiceImpl models;
    private MachineServiceImpl machines;

    @Before
    public void createModels() {
        models = new ModelServiceImpl(rule.store(), "test", "1");
        machines = new MachineServiceImpl(rule.store(), Clock.systemUTC(), Duration.ofHours(1));
        create(CONTROLLER, "controller");
        create(PROD, "prod");
    }

    @After
    public void stopSweep() {
        machines.deactivate();
    }

    private void create(String uuid, String name) {
        rule.write(uuid, tx -> {
            models.create(
                    tx,
                    new ModelInfo(uuid, name, "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5")),
                    Map.of("name", name, "uuid", uuid, "type", "maas"),
                    false);
            return null;
        });
    }

    @Test
    public void connectionsAreListedWithTheNamesOfTheirModels() throws Exception {
        list(null, null).execute();
        assertThat(output.lines())
                .containsExactly(
                        "3\t\t10.0.0.7:1000\tprod\t2026-11-22T10:00:00Z\t0\t0\t0\t100\t200\tno",
                        "5\tmachine-4\t10.0.0.8:1000\tprod\t2026-11-22T10:00:00Z\t2\t1\t40\t100\t200\tyes",
                        "9\tuser-admin\t10.0.0.9:1000\t\t2026-11-22T10:00:00Z\t0\t0\t1\t100\t200\tno");

        list("prod", "machine-4").execute();
        assertThat(output.lines()).hasSize(1);
        list("controller", null).execute();
        assertThat(output.text()).isEmpty();
    }

    @Test
    public void connectionsAreListedWithoutADatabaseToo() throws Exception {
        ConnectionListCommand command = list(null, "machine-4");
        command.store = null;
        command.execute();

        assertThat(output.lines()).singleElement().asString().contains("\t" + PROD + "\t");
    }

    @Test
    public void unknownModelAndMissingServerAreNamed() {
        assertThatThrownBy(list("nope", null)::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("There is no model \"nope\"; facet:model-list shows those there are.");
        ConnectionListCommand command = list(null, null);
        command.server = null;
        assertThatThrownBy(command::execute)
                .hasMessage("ApiServer is not available; is bundle io.facet.apiserver active?");
    }

    private ConnectionListCommand list(String model, String tag) {
        ConnectionListCommand command = new ConnectionListCommand();
        command.noFormat = true;
        command.model = model;
        command.tag = tag;
        command.server = server;
        command.store = rule.store();
        command.models = models;
        return command;
    }

    @Test
    public void connectionsAreClosed() throws Exception {
        ConnectionCloseCommand command = new ConnectionCloseCommand();
        command.server = server;
        command.connections = List.of("5", "3");
        command.execute();

        assertThat(server.done).containsExactly("close 5", "close 3");
        assertThat(output.lines())
                .containsExactly(
                        "Closed connection 5 (machine-4, 10.0.0.8:1000).",
                        "Closed connection 3 (not logged in, 10.0.0.7:1000).");
    }

    @Test
    public void oneWrongNumberClosesNone() {
        ConnectionCloseCommand command = new ConnectionCloseCommand();
        command.server = server;
        command.connections = List.of("5", "77");
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("There is no connection 77; facet:connection-list shows those there are.");
        command.connections = List.of("5", "all");
        assertThatThrownBy(command::execute)
                .hasMessage("\"all\" is not the number of a connection; facet:connection-list shows them.");

        assertThat(server.done).isEmpty();
    }

    @Test
    public void logOfAConnectionIsSwitched() throws Exception {
        debug("5", "on").execute();
        debug("5", "off").execute();

        assertThat(server.done).containsExactly("trace 5 true", "trace 5 false");
        assertThat(output.lines())
                .containsExactly(
                        "The calls of connection 5 (machine-4, 10.0.0.8:1000) are logged from now on.",
                        "The calls of connection 5 (machine-4, 10.0.0.8:1000) are not logged any more.");
        assertThatThrownBy(debug("5", "maybe")::execute)
                .hasMessage("Say on or off after the number of the connection, not \"maybe\".");
        assertThatThrownBy(debug("6", "on")::execute)
                .hasMessage("There is no connection 6; facet:connection-list shows those there are.");
    }

    private ConnectionDebugCommand debug(String connection, String onOrOff) {
        ConnectionDebugCommand command = new ConnectionDebugCommand();
        command.server = server;
        command.connection = connection;
        command.onOrOff = onOrOff;
        return command;
    }

    @Test
    public void watchersAreListed() throws Exception {
        watchers(null, null).execute();
        assertThat(output.lines())
                .containsExactly(
                        "5\t1\tNotifyWatcher\tmachine-4\tprod\tmachine/4\t1\t0",
                        "5\t2\tStringsWatcher\tmachine-4\tprod\tmachine\t0\t1");

        watchers("9", null).execute();
        assertThat(output.text()).isEmpty();
        watchers("5", "user-admin").execute();
        assertThat(output.text()).isEmpty();
        assertThatThrownBy(watchers("77", null)::execute)
                .hasMessage("There is no connection 77; facet:connection-list shows those there are.");
    }

    private WatcherListCommand watchers(String connection, String tag) {
        WatcherListCommand command = new WatcherListCommand();
        command.noFormat = true;
        command.connection = connection;
        command.tag = tag;
        command.server = server;
        command.store = rule.store();
        command.models = models;
        return command;
    }

    @Test
    public void callGoesToTheHighestVersionThatServesAsTheController() throws Exception {
        call("Provisioner", null).execute();

        assertThat(server.called.authTag()).isEqualTo("machine-0");
        assertThat(server.called.controller()).isTrue();
        assertThat(server.called.modelUuid()).isEqualTo(CONTROLLER);
        assertThat(server.called.modelType()).isEqualTo("iaas");
        assertThat(server.called.version()).isEqualTo(10);
        assertThat(new String(server.called.params(), StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(output.lines()).containsExactly("{", "  \"result\" : 1", "}");
    }

    @Test
    public void callIsMadeAsSomebodyElse() throws Exception {
        NewMachine machine = new NewMachine(
                Optional.empty(),
                "",
                Base.parse("ubuntu@24.04/stable"),
                Constraints.NONE,
                "",
                List.of(Machine.JOB_HOST_UNITS));
        rule.write(PROD, tx -> machines.add(tx, PROD, machine));

        CallCommand command = call("Provisioner/9", "{\"entities\": []}");
        command.model = "prod";
        command.as = "machine-0";
        command.execute();
        assertThat(server.called.authTag()).isEqualTo("machine-0");
        assertThat(server.called.controller()).isFalse();
        assertThat(server.called.modelUuid()).isEqualTo(PROD);
        assertThat(server.called.version()).isEqualTo(9);

        command.as = "user-admin";
        command.execute();
        assertThat(server.called.authTag()).isEqualTo("user-admin");

        command.as = "machine-7";
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("There is no machine 7 in model prod; facet:machine-list shows those there are.");
        command.as = "me";
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("\"me\" is not a valid tag");
    }

    @Test
    public void parametersComeFromAFileOrTheStandardInput() throws Exception {
        Path file = folder.newFile("params.json").toPath();
        Files.writeString(file, "{\"a\": 1}");
        call("Provisioner", "@" + file).execute();
        assertThat(new String(server.called.params(), StandardCharsets.UTF_8)).isEqualTo("{\"a\": 1}");

        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("{\"b\": 2}".getBytes(StandardCharsets.UTF_8)));
        try {
            call("Provisioner", "-").execute();
        } finally {
            System.setIn(before);
        }
        assertThat(new String(server.called.params(), StandardCharsets.UTF_8)).isEqualTo("{\"b\": 2}");

        assertThatThrownBy(call("Provisioner", "@/no/such/file")::execute)
                .hasMessage("Cannot read /no/such/file: there is no such file");
    }

    @Test
    public void wrongParametersAreRefusedWithTheirPlace() {
        assertThatThrownBy(call("Provisioner", "{\"entities\": [}")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Not JSON at line 1, column 15 of the parameters: ")
                .hasMessageEndingWith("[line: 1, column: 14])");
        assertThatThrownBy(call("Provisioner", "{} {}")::execute)
                .hasMessage("Not JSON at line 1, column 4 of the parameters: something follows the object");
        assertThatThrownBy(call("Provisioner", "{\"a\": 1")::execute)
                .hasMessageStartingWith("Not JSON at line 1, column 8 of the parameters: ");
        assertThatThrownBy(call("Provisioner", "[]")::execute)
                .hasMessageStartingWith("There has to be a JSON object in the parameters, such as ");
        assertThat(server.called).isNull();
    }

    @Test
    public void refusedCallFailsWithCodeAndText() {
        server.refusal = new CallException("not found", "machine 99 not found");
        assertThatThrownBy(call("Provisioner", null)::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("not found: machine 99 not found");
        server.refusal = new CallException("", "odd");
        assertThatThrownBy(call("Provisioner", null)::execute).hasMessage("odd");
    }

    @Test
    public void unknownFacadeIsNamed() {
        assertThatThrownBy(call("Nope", null)::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("No facade \"Nope\" serves now; facet:facade-list shows those there are.");
        assertThatThrownBy(call("Provisioner/x", null)::execute)
                .hasMessage("\"Provisioner/x\" is not FACADE or FACADE/VERSION, such as Provisioner/11.");
    }

    private CallCommand call(String facade, String params) {
        CallCommand command = new CallCommand();
        command.facade = facade;
        command.method = "Life";
        command.params = params;
        command.server = server;
        command.store = rule.store();
        command.models = models;
        command.machines = machines;
        command.controllers = new ControllerFake();
        return command;
    }

    @Test
    public void whatTheServerKnowsIsCompleted() {
        assertThat(ServerCompletionCheck.connections(server)).containsExactly("3", "5", "9");
        assertThat(ServerCompletionCheck.connectedTags(server)).containsExactly("machine-4", "user-admin");
        assertThat(ServerCompletionCheck.facades(server))
                .containsExactly("Provisioner", "Provisioner/10", "Provisioner/9");
        assertThat(ServerCompletionCheck.methods(server, "Provisioner")).containsExactly("MethodOf10");
        assertThat(ServerCompletionCheck.methods(server, "Provisioner/9")).containsExactly("MethodOf9");
        assertThat(ServerCompletionCheck.methods(server, "Other")).isEmpty();
    }

    private static final class Server extends ApiServerFake {
        private final List<String> done = new ArrayList<>();
        private DirectCall called;
        private CallException refusal;

        @Override
        public List<ConnectionStatus> connections() {
            return List.of(
                    new ConnectionStatus(3, "10.0.0.7:1000", "", PROD, SINCE, 0, 0, 0, 100, 200, false),
                    new ConnectionStatus(5, "10.0.0.8:1000", "machine-4", PROD, SINCE, 2, 40, 1, 100, 200, true),
                    new ConnectionStatus(9, "10.0.0.9:1000", "user-admin", "", SINCE, 0, 1, 0, 100, 200, false));
        }

        @Override
        public List<WatcherStatus> watchers() {
            return List.of(
                    new WatcherStatus(5, "1", "NotifyWatcher", "machine-4", PROD, "machine/4", 1, 0),
                    new WatcherStatus(5, "2", "StringsWatcher", "machine-4", PROD, "machine", 0, 1));
        }

        @Override
        public List<FacadeStatus> facades() {
            return List.of(facade(9, true), facade(10, true), facade(11, false));
        }

        private static FacadeStatus facade(int version, boolean serving) {
            return new FacadeStatus("Provisioner", version, 47, version, "p", "1.0.0", serving, false, 0, "");
        }

        @Override
        public List<String> methods(String facade, int version) {
            return List.of("MethodOf" + version);
        }

        @Override
        public boolean disconnect(long connection) {
            done.add("close " + connection);
            return true;
        }

        @Override
        public boolean trace(long connection, boolean on) {
            done.add("trace " + connection + " " + on);
            return true;
        }

        @Override
        public CompletionStage<byte[]> call(DirectCall call) {
            called = call;
            return refusal == null
                    ? CompletableFuture.completedFuture("{\"result\":1}".getBytes(StandardCharsets.UTF_8))
                    : CompletableFuture.failedFuture(refusal);
        }
    }
}
