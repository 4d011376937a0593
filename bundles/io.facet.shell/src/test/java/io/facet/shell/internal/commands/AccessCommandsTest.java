// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.access.internal.AccessServiceImpl;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.machine.api.Machine;
import io.facet.machine.api.NewMachine;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.shell.internal.completers.ServerCompletionCheck;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commands about agents and users, on the real services. */
public class AccessCommandsTest {
    private static final String CONTROLLER = ControllerFake.MODEL;
    private static final String PROD = "11111111-2222-4333-8444-555555555555";

    @Rule
    public final StoreRule rule = new StoreRule();

    @Rule
    public final Output output = new Output();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Server server = new Server();
    private ModelServiceImpl models;
    private MachineServiceImpl machines;
    private AccessServiceImpl access;

    @Before
    public void createModels() {
        models = new ModelServiceImpl(rule.store(), "test", "1");
        machines = new MachineServiceImpl(rule.store(), Clock.systemUTC(), Duration.ofHours(1));
        access = new AccessServiceImpl(rule.store());
        create(CONTROLLER, "controller", Machine.JOB_MANAGE_MODEL);
        create(PROD, "prod", Machine.JOB_HOST_UNITS);
    }

    @After
    public void stopSweep() {
        machines.deactivate();
    }

    /** A model with machines 0 and 1, whose agents have credentials. */
    private void create(String uuid, String name, String job) {
        rule.write(uuid, tx -> {
            models.create(
                    tx,
                    new ModelInfo(uuid, name, "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5")),
                    Map.of("name", name, "uuid", uuid, "type", "maas"),
                    false);
            Constraints none = ConstraintsText.parse("");
            for (int i = 0; i < 2; i++) {
                machines.add(
                        tx,
                        uuid,
                        new NewMachine(Optional.empty(), "", Base.parse("ubuntu@24.04"), none, "", List.of(job)));
                access.setAgentPassword(tx, uuid, "machine-" + i, access.generateAgentPassword());
            }
            return null;
        });
    }

    @Test
    public void agentsAreListedWithTheirLatestConnection() throws Exception {
        server.open(5, "machine-0", PROD);
        server.open(6, "machine-0", PROD);
        server.open(7, "machine-1", CONTROLLER);
        agentList("prod").execute();

        assertThat(output.lines())
                .containsExactly("machine-0\tyes\t10.0.0.6:1000\t2026-11-22T10:00:06Z\t2\t", "machine-1\tno\t\t\t0\t");
        assertThatThrownBy(agentList("nope")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("There is no model \"nope\"; facet:model-list shows those there are.");
    }

    private AgentListCommand agentList(String model) {
        AgentListCommand command = new AgentListCommand();
        command.noFormat = true;
        command.model = model;
        command.server = server;
        command.store = rule.store();
        command.models = models;
        command.machines = machines;
        command.access = access;
        return command;
    }

    @Test
    public void revokedAgentHasNoCredentialsAndNoConnection() throws Exception {
        server.open(5, "machine-0", PROD);
        server.open(6, "machine-0", CONTROLLER);
        server.open(7, "machine-1", PROD);
        revoke("prod", "machine-0").execute();

        assertThat(output.lines()).containsExactly("Revoked machine-0 of model prod; 1 connection was ended.");
        assertThat(server.open).extracting(ConnectionStatus::id).containsExactly(6L, 7L);
        assertThat(agents(PROD)).containsExactly("machine-1");
        assertThat(agents(CONTROLLER)).containsExactly("machine-0", "machine-1");
    }

    @Test
    public void oneWrongTagRevokesNone() {
        assertThatThrownBy(revoke("prod", "machine-0", "machine-7")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "No agent \"machine-7\" of model prod has credentials; facet:agent-list shows those that have.");
        assertThat(agents(PROD)).containsExactly("machine-0", "machine-1");
    }

    @Test
    public void agentOfTheControllerIsRevokedByForceOnly() throws Exception {
        AgentRevokeCommand command = revoke("controller", "machine-0");
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "machine-0 is the agent of the controller, whose agent.conf would be good for nothing; --force"
                                + " revokes it all the same.");
        assertThat(agents(CONTROLLER)).containsExactly("machine-0", "machine-1");

        command.force = true;
        command.execute();
        assertThat(agents(CONTROLLER)).containsExactly("machine-1");
        assertThat(output.lines()).containsExactly("Revoked machine-0 of model controller; no connection was open.");
    }

    private AgentRevokeCommand revoke(String model, String... tags) {
        AgentRevokeCommand command = new AgentRevokeCommand();
        command.model = model;
        command.tags = List.of(tags);
        command.server = server;
        command.store = rule.store();
        command.models = models;
        command.machines = machines;
        command.controllers = new ControllerFake();
        command.access = access;
        return command;
    }

    private List<String> agents(String uuid) {
        return rule.read(tx -> access.agents(tx, uuid));
    }

    @Test
    public void userIsAddedWithARandomPasswordThatIsShownOnce() throws Exception {
        add("alice").execute();
        List<String> lines = output.lines();

        assertThat(lines.get(0)).isEqualTo("Added user alice.");
        assertThat(lines.get(1)).matches("Password, shown this once: [A-Za-z0-9+/]{24}");
        userList().execute();
        assertThat(output.lines()).containsExactly("alice\tlogin\tyes\t0\t");
        assertThatThrownBy(add("alice")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("There is a user \"alice\" already; facet:user-password gives it another password.");
        assertThatThrownBy(add("a b")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("\"user-a b\" is not a valid user tag");
    }

    @Test
    public void passwordComesFromAFileOrIsAskedFor() throws Exception {
        Path file = folder.newFile("password").toPath();
        Files.writeString(file, "from the file\nmore\n");
        UserAddCommand command = add("bob");
        command.superuser = true;
        command.passwordFile = file.toString();
        command.execute();
        assertThat(output.lines()).containsExactly("Added user bob, a superuser.");

        UserPasswordCommand asked = password("bob");
        asked.ask = true;
        asked.session = typing("typed", "typed");
        asked.execute();
        assertThat(output.lines()).containsExactly("Changed the password of user bob.");

        asked.session = typing("one", "other");
        assertThatThrownBy(asked::execute).hasMessage("The two are not the same; nothing was changed.");
        asked.passwordFile = file.toString();
        assertThatThrownBy(asked::execute).hasMessage("Give either --ask or --password-file.");
    }

    @Test
    public void passwordThatCannotBeTakenIsSaidWithItsPlace() throws Exception {
        UserAddCommand command = add("bob");
        command.passwordFile = "/no/such/file";
        assertThatThrownBy(command::execute).hasMessage("Cannot read /no/such/file: there is no such file");
        command.passwordFile = folder.newFile("empty").toString();
        assertThatThrownBy(command::execute)
                .hasMessage("There is no password in the first line of " + command.passwordFile + ".");
        Path large = folder.newFile("large").toPath();
        Files.writeString(large, "x".repeat(100_000));
        command.passwordFile = large.toString();
        assertThatThrownBy(command::execute)
                .hasMessage("The password in the first line of " + large + " has more than 1000 characters.");
    }

    @Test
    public void newPasswordEndsTheConnectionsOfTheUser() throws Exception {
        add("alice").execute();
        server.open(5, "user-alice", PROD);
        server.open(6, "user-admin", PROD);
        output.text();
        password("alice").execute();

        assertThat(output.lines().get(2)).isEqualTo("Of that user 1 connection was ended.");
        assertThat(server.open).extracting(ConnectionStatus::id).containsExactly(6L);
        assertThatThrownBy(password("eve")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("user \"eve\" not found");
    }

    @Test
    public void userIsRemovedWithItsConnections() throws Exception {
        add("alice").execute();
        server.open(5, "user-alice", PROD);
        server.open(6, "user-alice", "");
        output.text();
        remove("alice").execute();

        assertThat(output.lines()).containsExactly("Removed user alice; 2 connections were ended.");
        assertThat(server.open).isEmpty();
        assertThatThrownBy(remove("alice")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("user \"alice\" not found");
    }

    @Test
    public void lastSuperuserIsRemovedByForceOnly() throws Exception {
        UserAddCommand root = add("root");
        root.superuser = true;
        root.execute();
        UserRemoveCommand command = remove("root");
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("User \"root\" is the only superuser who can log in; --force removes it all the same, and"
                        + " facet:user-add --superuser adds another.");
        command.force = true;
        command.execute();
        output.text();
        userList().execute();
        assertThat(output.text()).isEmpty();
    }

    @Test
    public void accessToAModelIsGivenAndTaken() throws Exception {
        add("alice").execute();
        server.open(5, "user-alice", PROD);
        server.open(6, "user-alice", "");
        output.text();
        grant("alice", "write", "prod").execute();
        userList().execute();
        revokeUser("alice", "prod").execute();

        assertThat(output.lines())
                .containsExactly(
                        "User alice has write access to model prod.",
                        "alice\tlogin\tyes\t2\tprod:write",
                        "User alice has no access of its own to model prod any more; 1 connection was ended.");
        assertThatThrownBy(revokeUser("alice", "prod")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("access of user \"alice\" to the model not found");
        assertThatThrownBy(grant("alice", "all", "prod")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("model access \"all\" (expected one of [read, write, admin]) not valid");
    }

    @Test
    public void usersAgentsAndCallersAreCompleted() throws Exception {
        add("alice").execute();

        assertThat(ServerCompletionCheck.users(rule.store(), access)).containsExactly("alice");
        assertThat(ServerCompletionCheck.agents(rule.store(), models, access, "facet:agent-revoke", "prod"))
                .containsExactly("machine-0", "machine-1");
        assertThat(ServerCompletionCheck.agents(
                        rule.store(), models, access, "facet:agent-revoke", "prod", "machine-0"))
                .containsExactly("machine-1");
        assertThat(ServerCompletionCheck.agents(rule.store(), models, access, "facet:agent-revoke"))
                .isEmpty();
        assertThat(ServerCompletionCheck.callers(
                        rule.store(), models, machines, new ControllerFake(), access, "facet:call", "--as"))
                .containsExactly("machine-0", "machine-1", "user-alice");
    }

    private UserListCommand userList() {
        UserListCommand command = new UserListCommand();
        command.noFormat = true;
        command.server = server;
        command.store = rule.store();
        command.models = models;
        command.access = access;
        return command;
    }

    private UserAddCommand add(String user) {
        UserAddCommand command = new UserAddCommand();
        command.user = user;
        return with(command);
    }

    private UserPasswordCommand password(String user) {
        UserPasswordCommand command = new UserPasswordCommand();
        command.user = user;
        command.server = server;
        return with(command);
    }

    private <T extends PasswordCommand> T with(T command) {
        command.store = rule.store();
        command.access = access;
        command.controllers = new ControllerFake();
        command.session = Output.session();
        return command;
    }

    private UserRemoveCommand remove(String user) {
        UserRemoveCommand command = new UserRemoveCommand();
        command.user = user;
        command.server = server;
        command.store = rule.store();
        command.access = access;
        command.controllers = new ControllerFake();
        return command;
    }

    private UserGrantCommand grant(String user, String level, String model) {
        UserGrantCommand command = new UserGrantCommand();
        command.user = user;
        command.level = level;
        command.model = model;
        command.store = rule.store();
        command.models = models;
        command.access = access;
        return command;
    }

    private UserRevokeCommand revokeUser(String user, String model) {
        UserRevokeCommand command = new UserRevokeCommand();
        command.user = user;
        command.model = model;
        command.server = server;
        command.store = rule.store();
        command.models = models;
        command.access = access;
        return command;
    }

    /** A session at which these lines are typed. */
    private static Session typing(String... lines) {
        Iterator<String> next = List.of(lines).iterator();
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("readLine")) {
                        throw new IOException(method.toString());
                    }
                    return next.next();
                });
    }

    private static final class Server extends ApiServerFake {
        private final List<ConnectionStatus> open = new ArrayList<>();

        private void open(long id, String tag, String model) {
            Instant since = Instant.parse("2026-11-22T10:00:00Z").plusSeconds(id);
            open.add(new ConnectionStatus(id, "10.0.0." + id + ":1000", tag, model, since, 0, 0, 0, 0, 0, false));
        }

        @Override
        public List<ConnectionStatus> connections() {
            return List.copyOf(open);
        }

        @Override
        public boolean disconnect(long connection) {
            return open.removeIf(status -> status.id() == connection);
        }
    }
}
