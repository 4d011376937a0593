// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.Credentials;
import io.facet.client.DialOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.LoggerFactory;

/** What an operator sees and does of those who are connected, and what the logs say of it, with real clients over TLS. */
public class ConnectionCommandsIT extends ControllerTestSupport {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String AGENT = "machine-" + WebshopModel.PROVISIONED;
    private static final Map<String, Object> MACHINE = Map.of("entities", List.of(Map.of("tag", AGENT)));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Inject
    private SessionFactory sessions;

    private final ApiSupport api = new ApiSupport();
    private String agentConf;
    private ApiConnection agent;
    /** Number of the agent's connection. */
    private String number;

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void connectAnAgent() throws Exception {
        importWebshop();
        agentConf = shell("facet:agent-conf-issue " + WebshopModel.NAME + " " + WebshopModel.PROVISIONED);
        agent = api.connect(agentConf);
        String list = "facet:connection-list --no-format --tag " + AGENT;
        await("the end of the connections before")
                .atMost(SOON)
                .until(() -> shell(list).lines().count() == 1);
        number = row(list)[0];
    }

    @After
    public void disconnect() {
        agent.close();
        api.close();
    }

    @Test
    public void connectionsAndWatchersAreShownAndClosed() throws Exception {
        assertThat(row("facet:connection-list --no-format --model " + WebshopModel.NAME))
                .startsWith(number, AGENT)
                .contains(WebshopModel.NAME);
        JsonNode connection =
                MAPPER.readTree(shell("facet:connection-list --json")).get(0);
        assertThat(connection.get("connection").asText()).isEqualTo(number);
        assertThat(connection.get("bytes-in").asLong()).isPositive();
        assertThat(connection.get("bytes-out").asLong()).isPositive();
        assertThat(shell("facet:connection-list --tag user-nobody")).contains("No connections");
        assertThat(shell("facet:watcher-list")).contains("No watchers");

        ApiSupport.provisioner(agent, "WatchForModelConfigChanges", Map.of());
        String[] watcher = row("facet:watcher-list --no-format --connection " + number);
        assertThat(watcher[0]).isEqualTo(number);
        assertThat(watcher[2]).isEqualTo("NotifyWatcher");
        assertThat(watcher[3]).isEqualTo(AGENT);
        assertThat(watcher[4]).isEqualTo(WebshopModel.NAME);

        assertThat(completions("connection-close")).containsExactly(number);
        assertThat(completions("connection-debug", number)).containsExactly("off", "on");
        assertThat(completions("watcher-list", "--tag")).containsExactly(AGENT);
        assertThat(shell("facet:connection-close " + number)).contains("Closed connection " + number + " (" + AGENT);
        ApiSupport.await(agent.closed());
        await("an empty list").atMost(SOON).until(() -> shell("facet:connection-list")
                .contains("No connections"));
        fails("facet:connection-close " + number, "There is no connection " + number);
    }

    @Test
    public void callsOfOneConnectionAreLoggedWithTheirIds() throws Exception {
        shell("facet:connection-debug " + number + " on");
        assertThat(row("facet:connection-list --no-format --tag " + AGENT)).endsWith("yes");
        ApiSupport.provisioner(agent, "Life", MACHINE);
        await("both lines of the call").atMost(SOON).until(() -> traces("Life").size() == 2);
        String id = traces("Life").get(0).replaceFirst(".*\\[(\\S+) " + number + " " + AGENT + "\\].*", "$1");
        assertThat(id).matches("[0-9a-z]+");
        assertThat(traces("Life"))
                .allSatisfy(line -> assertThat(line).contains("| [" + id + " " + number + " " + AGENT + "] "));

        shell("facet:connection-debug " + number + " off");
        ApiSupport.provisioner(agent, "Status", MACHINE);
        assertThat(traces("Status")).isEmpty();
    }

    private static List<String> traces(String method) throws IOException {
        return lines(log("karaf.log"))
                .filter(line -> line.contains("| trace ") && line.contains("\"" + method + "\""))
                .toList();
    }

    @Test
    public void idThatAClientIsToldLeadsToTheFailureInTheLog() throws Exception {
        ApiConnection controller = api.connect(shell("facet:agent-conf-issue --controller " + WebshopModel.NAME));
        ServiceRegistration<?> broken = breakKeyUpdater();
        try {
            assertThatThrownBy(() -> ApiSupport.provisioner(controller, "ContainerConfig", Map.of()))
                    .isInstanceOfSatisfying(ApiException.class, refused -> {
                        String id = refused.getMessage().replaceFirst(".* for ([0-9a-z]+)$", "$1");
                        await("the failure in the log").atMost(SOON).until(() -> lines(log("karaf.log"))
                                .anyMatch(line -> line.contains("| ERROR |")
                                        && line.contains("| [" + id + " ")
                                        && line.contains(" machine-0] A call failed unexpectedly")));
                        assertThat(log("karaf.log")).content().contains("broken on purpose");
                    });
        } finally {
            broken.unregister();
            controller.close();
        }
    }

    /** In front of the real one there is one that fails with something nobody expects. */
    private ServiceRegistration<?> breakKeyUpdater() throws Exception {
        Class<?> type = bundle("io.facet.keyupdater.api").loadClass("io.facet.keyupdater.api.KeyUpdaterService");
        Object broken = Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> 1;
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> "broken";
                    default -> throw new IllegalStateException("broken on purpose");
                });
        return bundleContext.registerService(
                type.getName(), broken, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 1000)));
    }

    @Test
    public void facadesAreCalledFromTheShell() throws Exception {
        JsonNode life = MAPPER.readTree(shell("facet:call --model " + WebshopModel.NAME + " --as " + AGENT
                + " Provisioner/10 Life '{\"entities\": [{\"tag\": \"" + AGENT + "\"}]}'"));
        assertThat(life.at("/results/0/life").asText()).isEqualTo("alive");
        assertThat(shell("facet:call Provisioner ModelUUID")).contains("\"result\" : \"");

        fails("facet:call --model " + WebshopModel.NAME + " Provisioner Fly", "not implemented: ");
        fails("facet:call Provisioner Life '{\"entities\": ['", "Not JSON at line 1, column 15 of the parameters: ");
        fails("facet:call --as user-nobody Provisioner Life", "unauthorized access: ");
        assertThat(completions("call")).contains("Provisioner", "Provisioner/9", "Provisioner/11");
        assertThat(completions("call", "Provisioner"))
                .contains("Life", "SetPasswords")
                .doesNotContain("Series");
        assertThat(completions("call", "Provisioner/9")).contains("Series");
        assertThat(completions("call", "--model", WebshopModel.NAME, "--as")).contains(AGENT, "user-admin");
    }

    @Test
    public void revokedAgentIsCutOffAndStaysOut() throws Exception {
        assertThat(row("facet:agent-list --no-format " + WebshopModel.NAME, AGENT)[1])
                .isEqualTo("yes");
        assertThat(completions("agent-revoke", WebshopModel.NAME)).contains(AGENT);
        fails(
                "facet:agent-revoke " + WebshopModel.NAME + " machine-99",
                "No agent \"machine-99\" of model webshop has credentials");

        assertThat(shell("facet:agent-revoke " + WebshopModel.NAME + " " + AGENT))
                .contains("Revoked " + AGENT + " of model webshop; 1 connection was ended.");
        ApiSupport.await(agent.closed());
        assertThatThrownBy(() -> api.connect(agentConf))
                .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.code())
                        .isEqualTo(ApiException.UNAUTHORIZED));
        assertThat(shell("facet:agent-list " + WebshopModel.NAME)).doesNotContain(AGENT + " ");
        await("the refusal in the audit log").atMost(SOON).until(() -> audited("login")
                .anyMatch(line -> line.get("who").asText().equals(AGENT)
                        && line.get("outcome").asText().equals(ApiException.UNAUTHORIZED)));
        fails("facet:agent-revoke controller machine-0", "machine-0 is the agent of the controller");
    }

    @Test
    public void userComesAndGoes() throws Exception {
        String password = shell("facet:user-add zelda")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .replaceFirst("Password, shown this once: ", "");
        assertThatThrownBy(() -> connectUser(password)).hasMessageContaining("permission denied");
        shell("facet:user-grant zelda read " + WebshopModel.NAME);
        ApiConnection zelda = connectUser(password);
        assertThat(row("facet:user-list --no-format", "zelda"))
                .containsExactly("zelda", "login", "yes", "1", "webshop:read");
        assertThat(completions("user-remove")).contains("admin", "zelda");
        fails("facet:user-add zelda", "There is a user \"zelda\" already");
        fails("facet:user-grant eve read webshop", "user \"eve\" not found");

        shell("facet:user-revoke zelda " + WebshopModel.NAME);
        ApiSupport.await(zelda.closed());
        String other = shell("facet:user-password zelda")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .replaceFirst("Password, shown this once: ", "");
        shell("facet:user-grant zelda write " + WebshopModel.NAME);
        assertThatThrownBy(() -> connectUser(password)).hasMessageContaining("invalid entity name or password");
        ApiConnection again = connectUser(other);
        assertThat(shell("facet:user-remove zelda")).contains("Removed user zelda; 1 connection was ended.");
        ApiSupport.await(again.closed());
        fails("facet:user-remove admin", "User \"admin\" is the only superuser who can log in");
        assertThat(Files.readString(log("karaf.log")) + Files.readString(log("audit.log")))
                .doesNotContain(password, other);
    }

    private ApiConnection connectUser(String password) {
        AgentConfig config = AgentConfig.parse(agentConf);
        DialOptions options = DialOptions.of(config.apiAddresses(), config.modelUuid(), config.caCertificate());
        return ApiSupport.await(ApiConnection.open(api.threads(), options, Credentials.user("zelda", password)));
    }

    @Test
    public void changesAreAuditedWithoutSecretsAndTheLogIsRotated() throws Exception {
        String secret = "s3cret-s3cret-s3cret-s3cret";
        ApiSupport.provisioner(
                agent,
                "SetPasswords",
                Map.of(
                        "changes",
                        List.of(
                                Map.of("tag", AGENT, "password", secret),
                                Map.of("tag", "machine-99", "password", secret))));
        shell("facet:call --model " + WebshopModel.NAME + " Provisioner SetPasswords '{\"changes\": [{\"tag\": \""
                + AGENT + "\", \"password\": \"" + secret + "\"}]}'");
        await("both calls")
                .atMost(SOON)
                .until(() -> audited("call").filter(this::isSetPasswords).count() >= 2);

        List<JsonNode> calls = audited("call").filter(this::isSetPasswords).toList();
        JsonNode ofAgent = calls.get(calls.size() - 2);
        assertThat(ofAgent.get("who").asText()).isEqualTo(AGENT);
        assertThat(ofAgent.get("from").asText()).matches("[0-9a-f.:]+:[0-9]+");
        assertThat(ofAgent.get("connection").asText()).isEqualTo(number);
        assertThat(ofAgent.get("entities").toString()).isEqualTo("[\"" + AGENT + "\",\"machine-99\"]");
        assertThat(ofAgent.get("entries").asInt()).isEqualTo(2);
        assertThat(ofAgent.get("failed").size()).isEqualTo(1);
        JsonNode ofOperator = calls.get(calls.size() - 1);
        assertThat(ofOperator.get("by").asText()).isEqualTo("operator");
        assertThat(ofOperator.get("outcome").asText()).isEqualTo("ok");
        assertThat(audited("login")
                        .anyMatch(line -> line.get("connection").asText().equals(number)
                                && line.get("outcome").asText().equals("ok")))
                .isTrue();
        assertThat(log("audit.log")).content().doesNotContain(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log("audit.log"))))
                .isEqualTo("rw-------");
    }

    /** Rotation and levels are changed in the file, as an operator does, and put back. */
    @Test
    public void logsAreConfiguredWhileTheServerRuns() throws Exception {
        Path file = home().resolve("etc/org.ops4j.pax.logging.cfg");
        String before = Files.readString(file);
        assertThat(LoggerFactory.getLogger("io.facet.test").isDebugEnabled()).isFalse();
        try {
            Files.writeString(
                    file,
                    before.replaceFirst("(log4j2.appender.trail.policies.size.size\\s*=\\s*)16MB", "$11KB")
                            .replaceFirst("(log4j2.logger.facet.level\\s*=\\s*)INFO", "$1DEBUG")
                            .replaceFirst("#(log4j2.rootLogger.appenderRef.JsonFile.ref)", "$1"));
            await("the new level").atMost(SOON).until(() -> LoggerFactory.getLogger("io.facet.test")
                    .isDebugEnabled());
            await("a rotated audit log").atMost(SOON).until(() -> {
                ApiSupport.provisioner(agent, "SetSupportedContainers", Map.of("params", List.of()));
                return Files.exists(log("audit.log.1"));
            });
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log("audit.log.1"))))
                    .isEqualTo("rw-------");
            LoggerFactory.getLogger("io.facet.test").info("two\nlines \"quoted\"", new IOException("and why"));
            await("the line as JSON")
                    .atMost(SOON)
                    .until(() -> Files.exists(log("karaf.json"))
                            && lines(log("karaf.json"))
                                    .map(ConnectionCommandsIT::json)
                                    .anyMatch(line -> line.path("message")
                                                    .asText()
                                                    .equals("two\nlines \"quoted\"")
                                            && line.path("logger").asText().equals("io.facet.test")
                                            && line.path("exception").asText().contains("and why")));
        } finally {
            Files.writeString(file, before);
        }
        await("the old level").atMost(SOON).until(() -> !LoggerFactory.getLogger("io.facet.test")
                .isDebugEnabled());
    }

    @Test
    public void whatIsDownIsFoundInTheListOfServices() throws Exception {
        assertThat(row("facet:service-list --no-format io.facet.keyupdater"))
                .contains("io.facet.keyupdater", "active", "service-upgrade", "KeyUpdaterService, ModelParticipant");
        assertThat(row("facet:service-list --no-format io.facet.facade.provisioner.v11"))
                .contains("facade-upgrade", "Provisioner 11");
        assertThat(row("facet:service-list --no-format io.facet.apiserver")).contains("release");
        assertThat(completions("service-list")).contains("io.facet.machine", "io.facet.audit");
        fails("facet:service-list io.facet.nope", "There is no bundle \"io.facet.nope\"");
        assertThat(shell("facet:service-list --no-format").lines().filter(line -> line.split("\t").length > 7))
                .isEmpty();

        Bundle down = bundle("io.facet.keyupdater");
        down.stop();
        try {
            assertThat(row("facet:service-list --no-format io.facet.keyupdater"))
                    .contains("stopped")
                    .endsWith("it is stopped; bundle:start " + down.getBundleId() + " starts it");
            assertThat(shell("facet:service-list --no-format")
                            .lines()
                            .filter(line -> line.contains(" waits for KeyUpdaterService")))
                    .isNotEmpty();
        } finally {
            down.start();
        }
        await("all as before").atMost(SOON).until(() -> !shell("facet:service-list")
                .contains(" waits for "));
    }

    private boolean isSetPasswords(JsonNode line) {
        return line.get("method").asText().equals("SetPasswords");
    }

    /** Lines of the audit log about one kind of event, the rotated file before it included. */
    private static Stream<JsonNode> audited(String event) throws IOException {
        List<String> all = new ArrayList<>();
        for (String name : List.of("audit.log.1", "audit.log")) {
            if (Files.exists(log(name))) {
                all.addAll(Files.readAllLines(log(name)));
            }
        }
        return all.stream()
                .map(ConnectionCommandsIT::json)
                .filter(line -> line.path("event").asText().equals(event));
    }

    /** A line as JSON; nothing if it is not written to its end yet. */
    private static JsonNode json(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            return MAPPER.missingNode();
        }
    }

    private static Stream<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream();
    }

    private static Path log(String name) {
        return dataDirectory().resolve("log").resolve(name);
    }

    private static Path home() {
        return Path.of(System.getProperty("karaf.home"));
    }

    private Bundle bundle(String name) {
        return Arrays.stream(bundleContext.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** The values of the only row that a command prints. */
    private String[] row(String command) throws Exception {
        List<String> rows = shell(command).lines().toList();
        assertThat(rows).as(command).hasSize(1);
        return rows.get(0).split("\t", -1);
    }

    /** The values of the row that begins with the given one. */
    private String[] row(String command, String first) throws Exception {
        return shell(command)
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(row -> row[0].equals(first))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + first + " of " + command));
    }

    private void fails(String command, String message) {
        assertThatThrownBy(() -> shell(command)).as(command).rootCause().hasMessageStartingWith(message);
    }

    /** What Tab offers after the words of a command, options left out. */
    private List<String> completions(String... words) {
        String[] typed = Arrays.copyOfRange(words, 1, words.length + 1);
        typed[typed.length - 1] = "";
        return ShellCompletion.of(sessions, words[0], typed).stream()
                .filter(candidate -> !candidate.startsWith("--"))
                .distinct()
                .sorted()
                .toList();
    }
}
