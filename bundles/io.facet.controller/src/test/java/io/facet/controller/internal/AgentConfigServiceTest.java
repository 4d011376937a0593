// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginDecision.Accepted;
import io.facet.access.api.LoginRequest;
import io.facet.access.internal.AccessServiceImpl;
import io.facet.access.internal.LoginServiceImpl;
import io.facet.cloud.api.CloudSpec;
import io.facet.cloud.internal.CloudServiceImpl;
import io.facet.controller.api.ControllerIdentity;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.machine.api.NewMachine;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.storage.api.StoragePool;
import io.facet.storage.internal.StorageServiceImpl;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AgentConfigServiceTest {
    private static final String SHOP = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final MachineId ZERO = new MachineId("0");

    @Rule
    public final StoreRule store = new StoreRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path data;
    private Path agentConf;
    private Path adminPassword;
    private ControllerConfig config;
    private ControllerServiceImpl controller;
    private ModelServiceImpl models;
    private MachineServiceImpl machines;
    private AccessServiceImpl access;
    private CloudServiceImpl clouds;
    private StorageServiceImpl storage;
    private LoginServiceImpl login;

    @Before
    public void start() {
        data = folder.getRoot().toPath().resolve("facet");
        agentConf = data.resolve("agents/machine-0/agent.conf");
        adminPassword = data.resolve("admin-password");
        config = Configs.of(data, Map.of("host", "127.0.0.1"));
        startServices();
    }

    private void startServices() {
        models = new ModelServiceImpl(store.store(), "here", "now");
        machines = new MachineServiceImpl(store.store(), Clock.systemUTC(), Duration.ofHours(1));
        access = new AccessServiceImpl(store.store());
        clouds = new CloudServiceImpl(store.store());
        storage = new StorageServiceImpl(store.store());
        controller = new ControllerServiceImpl(store.store(), config, Clock.systemUTC());
        login = new LoginServiceImpl(store.store(), store.changes(), controller, models, machines, "4.0-beta5");
    }

    @After
    public void stop() {
        login.close();
        machines.deactivate();
    }

    @Test
    public void firstBootMakesTheControllerModelAndItsMachine() {
        boot();
        ControllerIdentity identity = identity();

        Optional<ModelInfo> model = store.read(tx -> models.model(tx, identity.modelUuid()));
        assertThat(model)
                .contains(new ModelInfo(
                        identity.modelUuid(),
                        "controller",
                        "admin",
                        "iaas",
                        "manual",
                        AgentVersion.parse("4.0-beta5")));
        CloudSpec cloud = store.read(tx -> clouds.cloud(tx, identity.modelUuid()));
        assertThat(cloud.type()).isEqualTo("manual");
        Machine machine = store.read(
                tx -> machines.machines(tx, identity.modelUuid(), List.of(ZERO)).get(ZERO));
        assertThat(machine.jobs()).containsExactly("JobHostUnits", "JobManageModel");
        assertThat(machine.nonce()).isEqualTo("user-admin:bootstrap");
        assertThat(machine.instance()).isPresent();
        assertThat(machine.isController()).isTrue();
    }

    @Test
    public void controllerAgentLogsInWithItsAgentConf() throws Exception {
        boot();
        JsonNode conf = read(Files.readString(agentConf));

        assertThat(Files.readString(agentConf))
                .startsWith("# format 2.0\ntag: ")
                .contains("cacert: |\n");
        assertThat(conf.path("tag").asText()).isEqualTo("machine-0");
        assertThat(conf.path("controller").asText())
                .isEqualTo("controller-" + identity().uuid());
        assertThat(conf.path("model").asText()).isEqualTo("model-" + identity().modelUuid());
        assertThat(conf.path("apiaddresses")).hasSize(1);
        assertThat(conf.path("apiaddresses").path(0).asText()).isEqualTo("127.0.0.1:17070");
        assertThat(conf.path("cacert").asText()).isEqualTo(identity().caCertificate());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agentConf)))
                .isEqualTo("rw-------");

        Accepted accepted = (Accepted) login("", conf);
        assertThat(accepted.controller()).isTrue();
        assertThat(accepted.controllerUuid()).isEqualTo(identity().uuid());
    }

    @Test
    public void adminLogsInWithThePasswordFromTheFile() throws Exception {
        boot();
        String password = Files.readString(adminPassword).trim();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(adminPassword)))
                .isEqualTo("rw-------");
        assertThat(login("", "user-admin", password, "")).isInstanceOf(Accepted.class);
        assertThat(login(identity().modelUuid(), "user-admin", password, "")).isInstanceOf(Accepted.class);
    }

    @Test
    public void restartChangesNothing() throws Exception {
        boot();
        ControllerIdentity identity = identity();
        String conf = Files.readString(agentConf);
        String password = Files.readString(adminPassword);
        long position = store.read(tx -> tx.position(identity.modelUuid()));

        restart();
        boot();

        assertThat(identity()).isEqualTo(identity);
        assertThat(agentConf).hasContent(conf);
        assertThat(adminPassword).hasContent(password);
        assertThat(store.<Long>read(tx -> tx.position(identity.modelUuid()))).isEqualTo(position);
        assertThat(login("", read(conf))).isInstanceOf(Accepted.class);
        assertThat(store.read(models::models)).hasSize(1);
    }

    @Test
    public void adminPasswordFileMayBeDeletedOnceItWasRead() throws Exception {
        boot();
        String password = Files.readString(adminPassword).trim();
        Files.delete(adminPassword);
        restart();
        boot();

        assertThat(adminPassword).doesNotExist();
        assertThat(login("", "user-admin", password, "")).isInstanceOf(Accepted.class);
    }

    @Test
    public void bootThatWasCutOffBeforeTheUserWasMadeIsCompleted() throws Exception {
        Files.createDirectories(data);
        Files.writeString(adminPassword, "left-by-the-boot-before\n");
        boot();

        assertThat(login("", "user-admin", "left-by-the-boot-before", "")).isInstanceOf(Accepted.class);
    }

    @Test
    public void bootThatWasCutOffBeforeTheAgentConfWasWrittenIsCompleted() throws Exception {
        boot();
        JsonNode before = read(Files.readString(agentConf));
        Files.delete(agentConf);
        restart();
        boot();

        assertThat(login("", read(Files.readString(agentConf)))).isInstanceOf(Accepted.class);
        assertThat(login("", before)).isInstanceOf(LoginDecision.Refused.class);
    }

    @Test
    public void agentConfFollowsTheAddresses() throws Exception {
        boot();
        config = Configs.of(data, Map.of("host", "127.0.0.1", "port", 17071));
        restart();
        boot();

        JsonNode conf = read(Files.readString(agentConf));
        assertThat(conf.path("apiaddresses").path(0).asText()).isEqualTo("127.0.0.1:17071");
        assertThat(login("", conf)).isInstanceOf(Accepted.class);
    }

    @Test
    public void damagedAgentConfIsAnErrorAndStays() throws Exception {
        boot();
        Files.writeString(agentConf, "tag: machine-0\n");
        assertThatThrownBy(this::boot)
                .hasMessage(
                        "cannot use " + agentConf + ": \"apipassword\" is missing or empty; restore it, or delete it to"
                                + " have a new one made");

        Files.writeString(agentConf, "apipassword: [secret");
        assertThatThrownBy(this::boot)
                .hasMessage("cannot use " + agentConf
                        + ": it is not YAML; restore it, or delete it to have a new one made");
        assertThat(agentConf).hasContent("apipassword: [secret");
    }

    @Test
    public void controllerAgentReachesEveryModel() throws Exception {
        AgentConfigServiceImpl service = boot();
        createShop();
        JsonNode conf = read(store.write(SHOP, tx -> service.issueForController(tx, SHOP)));

        assertThat(conf.path("tag").asText()).isEqualTo("machine-0");
        assertThat(conf.path("model").asText()).isEqualTo("model-" + SHOP);
        Accepted accepted = (Accepted) login(SHOP, conf);
        assertThat(accepted.controllerConnection()).isTrue();
    }

    @Test
    public void machineAgentGetsFreshCredentials() throws Exception {
        AgentConfigServiceImpl service = boot();
        MachineId id = createShop();
        JsonNode first = read(store.write(SHOP, tx -> service.issueForMachine(tx, SHOP, id)));
        assertThat(login(SHOP, first)).isInstanceOf(Accepted.class);

        JsonNode second = read(store.write(SHOP, tx -> service.issueForMachine(tx, SHOP, id)));
        assertThat(second.path("nonce")).isEqualTo(first.path("nonce"));
        assertThat(login(SHOP, second)).isInstanceOf(Accepted.class);
        assertThat(login(SHOP, first)).isInstanceOf(LoginDecision.Refused.class);
    }

    @Test
    public void twoInstancesThatStartAtOnceMakeOneController() throws Exception {
        CompletableFuture<AgentConfigServiceImpl> other = CompletableFuture.supplyAsync(this::bootFromScratch);
        AgentConfigServiceImpl service = bootFromScratch();
        AgentConfigServiceImpl beside = other.join();

        String model = identity().modelUuid();
        String conf = store.write(model, tx -> service.issueForController(tx, model));
        assertThat(store.<String>write(model, tx -> beside.issueForController(tx, model)))
                .isEqualTo(conf);
        assertThat(login("", read(conf))).isInstanceOf(Accepted.class);
        assertThat(login("", "user-admin", Files.readString(adminPassword).trim(), ""))
                .isInstanceOf(Accepted.class);
    }

    /** With a controller service of its own, which finds certificate and key fit for each other or fails. */
    private AgentConfigServiceImpl bootFromScratch() {
        ControllerServiceImpl own = new ControllerServiceImpl(store.store(), config, Clock.systemUTC());
        return new AgentConfigServiceImpl(
                store.store(), config, new Services(own, models, machines, access, clouds, storage));
    }

    @Test
    public void passwordThatAnotherInstanceMadeCounts() throws Exception {
        AgentConfigServiceImpl old = boot();
        Files.delete(agentConf);
        boot();

        String model = identity().modelUuid();
        assertThat(login("", read(store.write(model, tx -> old.issueForController(tx, model)))))
                .isInstanceOf(Accepted.class);
    }

    @Test
    public void startThatIsInterruptedEnds() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(this::boot).hasMessageStartingWith("interrupted while ");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        boot();
    }

    @Test
    public void unknownModelOrMachineIsNotFound() throws Exception {
        AgentConfigServiceImpl service = boot();
        assertThatThrownBy(() -> store.write(SHOP, tx -> service.issueForController(tx, SHOP)))
                .hasMessage("model \"" + SHOP + "\" not found");
        createShop();
        assertThatThrownBy(() -> store.write(SHOP, tx -> service.issueForMachine(tx, SHOP, new MachineId("7"))))
                .hasMessage("machine 7 not found");
    }

    @Test
    public void controllerModelStartsWithThePoolsOfItsCloud() {
        config = Configs.of(data, Map.of("host", "127.0.0.1", "cloud_type", "ec2"));
        boot();
        boot();

        String model = identity().modelUuid();
        Map<String, StoragePool> pools = store.read(tx -> storage.pools(tx, model, List.of("ebs-ssd")));
        assertThat(pools).isEqualTo(Map.of("ebs-ssd", new StoragePool("ebs-ssd", "ebs", Map.of("volume-type", "ssd"))));
    }

    @Test
    public void nextMachineOfTheControllerModelIsNumberOne() {
        boot();
        String model = identity().modelUuid();

        assertThat(store.<MachineId>write(model, tx -> add(tx, model)).value()).isEqualTo("1");
    }

    private AgentConfigServiceImpl boot() {
        return new AgentConfigServiceImpl(
                store.store(), config, new Services(controller, models, machines, access, clouds, storage));
    }

    private void restart() {
        stop();
        store.reopen();
        startServices();
    }

    private ControllerIdentity identity() {
        return store.read(controller::identity);
    }

    private MachineId createShop() {
        return store.write(SHOP, tx -> {
            ModelInfo info = new ModelInfo(SHOP, "shop", "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5"));
            models.create(tx, info, Map.of("name", "shop"), false);
            return add(tx, SHOP);
        });
    }

    private MachineId add(Transaction tx, String model) {
        return machines.add(
                tx,
                model,
                new NewMachine(
                        Optional.empty(),
                        "",
                        Base.parse("ubuntu@22.04/stable"),
                        Constraints.NONE,
                        "",
                        List.of(Machine.JOB_HOST_UNITS)));
    }

    private LoginDecision login(String model, JsonNode conf) {
        return login(
                model,
                conf.path("tag").asText(),
                conf.path("apipassword").asText(),
                conf.path("nonce").asText());
    }

    private LoginDecision login(String model, String tag, String password, String nonce) {
        return login.login(new LoginRequest(model, tag, password, nonce))
                .toCompletableFuture()
                .join();
    }

    private static JsonNode read(String yaml) throws IOException {
        return new YAMLMapper().readTree(yaml);
    }
}
