// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginDecision.Accepted;
import io.facet.access.api.LoginDecision.Refused;
import io.facet.access.api.LoginDecision.ServerAddress;
import io.facet.access.api.LoginDecision.UserAccess;
import io.facet.access.api.LoginRequest;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.MachineId;
import io.facet.machine.api.NewMachine;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class LoginServiceTest {
    private static final String SHOP = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String UNKNOWN = "99999999-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String PASSWORD = "AbCdEfGhIjKlMnOpQrStUvWx";
    private static final String OTHER_PASSWORD = "aaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String NONCE = "machine-0:7d0c";
    private static final LoginDecision BAD_CREDENTIALS =
            new Refused("unauthorized access", "invalid entity name or password", false);
    private static final LoginDecision DENIED_LATE = new Refused("unauthorized access", "permission denied", true);
    private static final LoginDecision TRY_AGAIN = new Refused("try again", "try again", false);

    @Rule
    public final StoreRule store = new StoreRule();

    private final FixedController controller = new FixedController();
    private final AtomicLong now = new AtomicLong();
    private ModelServiceImpl models;
    private MachineServiceImpl machines;
    private AccessServiceImpl access;
    private LoginServiceImpl login;

    @Before
    public void start() {
        models = new ModelServiceImpl(store.store(), "here", "now");
        machines = new MachineServiceImpl(store.store(), Clock.systemUTC(), Duration.ofHours(1));
        access = new AccessServiceImpl(store.store());
        createModel(FixedController.MODEL, "controller", "JobManageModel");
        createModel(SHOP, "shop", "JobHostUnits");
        run(FixedController.MODEL, tx -> controller.updateConfig(tx, Map.of("agent-ratelimit-max", 0L), List.of()));
        login = new LoginServiceImpl(
                store.store(), store.changes(), controller, models, machines, "4.0-beta5", now::get);
    }

    @After
    public void stop() {
        login.close();
        machines.deactivate();
    }

    @Test
    public void machineAgentIsAccepted() {
        agent(SHOP, "machine-0", PASSWORD);

        assertThat(login(SHOP, "machine-0", PASSWORD, NONCE))
                .isEqualTo(new Accepted(
                        "machine-0",
                        "machine",
                        false,
                        false,
                        FixedController.UUID,
                        "4.0-beta5",
                        List.of(List.of(new ServerAddress("10.0.0.5", "ipv4", "local-cloud", 17070))),
                        Optional.empty()));
    }

    @Test
    public void controllerMachineOfTheControllerModelIsAController() {
        agent(FixedController.MODEL, "machine-0", PASSWORD);

        Accepted onModel = (Accepted) login(FixedController.MODEL, "machine-0", PASSWORD, NONCE);
        Accepted onController = (Accepted) login("", "machine-0", PASSWORD, NONCE);
        assertThat(onModel.controller()).isTrue();
        assertThat(onModel.controllerConnection()).isFalse();
        assertThat(onController).isEqualTo(onModel);
    }

    @Test
    public void unknownEntityAndWrongPasswordLookTheSame() {
        agent(SHOP, "machine-0", PASSWORD);

        assertThat(login(SHOP, "machine-0", OTHER_PASSWORD, NONCE)).isEqualTo(BAD_CREDENTIALS);
        assertThat(login(SHOP, "machine-0", "", NONCE)).isEqualTo(BAD_CREDENTIALS);
        assertThat(login(SHOP, "machine-7", PASSWORD, NONCE)).isEqualTo(BAD_CREDENTIALS);
        assertThat(login(SHOP, "machine-0", OTHER_PASSWORD, "stale")).isEqualTo(BAD_CREDENTIALS);
        assertThat(login(SHOP, "unit-web-0", PASSWORD, "")).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    public void credentialsWithoutAMachineDoNotAdmit() {
        agent(SHOP, "machine-7", PASSWORD);

        assertThat(login(SHOP, "machine-7", PASSWORD, NONCE)).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    public void nonceIsCheckedAfterThePassword() {
        agent(SHOP, "machine-0", PASSWORD);
        MachineId second = addMachine(SHOP, "JobHostUnits");
        agent(SHOP, second.tag(), PASSWORD);

        LoginDecision notProvisioned = new Refused("not provisioned", "machine 0 not provisioned", false);
        assertThat(login(SHOP, "machine-0", PASSWORD, "stale")).isEqualTo(notProvisioned);
        assertThat(login(SHOP, "machine-0", PASSWORD, "")).isEqualTo(notProvisioned);
        assertThat(login(SHOP, second.tag(), PASSWORD, ""))
                .isEqualTo(new Refused("not provisioned", "machine " + second + " not provisioned", false));
    }

    @Test
    public void controllerAgentIsAdmittedToHostedModels() {
        agent(FixedController.MODEL, "machine-0", PASSWORD);
        agent(SHOP, "machine-0", OTHER_PASSWORD);

        Accepted accepted = (Accepted) login(SHOP, "machine-0", PASSWORD, NONCE);
        assertThat(accepted.controller()).isTrue();
        assertThat(accepted.controllerConnection()).isTrue();
        assertThat(login(SHOP, "machine-0", PASSWORD, "stale")).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    public void ordinaryMachineOfTheControllerModelIsNotAdmittedToHostedModels() {
        MachineId ordinary = addMachine(FixedController.MODEL, "JobHostUnits");
        run(FixedController.MODEL, tx -> machines.setNonce(tx, FixedController.MODEL, ordinary, NONCE));
        agent(FixedController.MODEL, ordinary.tag(), PASSWORD);

        assertThat(login(FixedController.MODEL, ordinary.tag(), PASSWORD, NONCE))
                .isInstanceOf(Accepted.class);
        assertThat(login(SHOP, ordinary.tag(), PASSWORD, NONCE)).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    public void controllerTagIsAlwaysAController() {
        agent(FixedController.MODEL, "controller-0", PASSWORD);

        Accepted own = (Accepted) login("", "controller-0", PASSWORD, "");
        Accepted hosted = (Accepted) login(SHOP, "controller-0", PASSWORD, "");
        assertThat(own.controller()).isTrue();
        assertThat(own.controllerConnection()).isFalse();
        assertThat(own.kind()).isEqualTo("controller");
        assertThat(hosted.controllerConnection()).isTrue();
    }

    @Test
    public void otherAgentsNeedNoNonce() {
        for (String tag : List.of("unit-web-0", "application-web", "model-" + SHOP)) {
            agent(SHOP, tag, PASSWORD);

            Accepted accepted = (Accepted) login(SHOP, tag, PASSWORD, "");
            assertThat(accepted.authTag()).isEqualTo(tag);
            assertThat(accepted.controller()).isFalse();
        }
    }

    @Test
    public void tagsThatCannotLogInAreRefused() {
        assertThat(login(SHOP, "", PASSWORD, ""))
                .isEqualTo(new Refused("unauthorized access", "failed to authenticate request: unauthorized", false));
        assertThat(login(SHOP, "bar", PASSWORD, "")).isEqualTo(new Refused("", "\"bar\" is not a valid tag", false));
        assertThat(login(SHOP, "machine-x", PASSWORD, ""))
                .isEqualTo(new Refused("", "\"machine-x\" is not a valid machine tag", false));
        LoginDecision unexpected =
                new Refused("unauthorized access", "unexpected login entity tag: invalid request", false);
        assertThat(login(SHOP, "volume-0", PASSWORD, "")).isEqualTo(unexpected);
        assertThat(login(SHOP, "controller-" + FixedController.UUID, PASSWORD, ""))
                .isEqualTo(unexpected);
    }

    @Test
    public void unknownModelIsNamed() {
        LoginDecision unknown = new Refused("model not found", "unknown model: \"" + UNKNOWN + "\"", false);

        assertThat(login(UNKNOWN, "machine-0", PASSWORD, NONCE)).isEqualTo(unknown);
        assertThat(login(UNKNOWN, "user-admin", PASSWORD, "")).isEqualTo(unknown);
        assertThat(model(UNKNOWN)).isEmpty();
        assertThat(model(SHOP)).contains(new ConnectedModel(SHOP, "iaas"));
        assertThat(model("")).contains(new ConnectedModel(FixedController.MODEL, "iaas"));
    }

    @Test
    public void superuserReachesControllerAndModels() {
        user("admin", "topsecretpassword", "superuser");

        assertThat(login("", "user-admin", "topsecretpassword", ""))
                .isEqualTo(new Accepted(
                        "user-admin",
                        "user",
                        false,
                        false,
                        FixedController.UUID,
                        "4.0-beta5",
                        List.of(List.of(new ServerAddress("api.example.net", "hostname", "", 17070))),
                        Optional.of(new UserAccess("superuser", ""))));
        assertThat(login(SHOP, "user-admin", "topsecretpassword", "")).isInstanceOf(Accepted.class);
    }

    @Test
    public void userNeedsAccessToTheModel() {
        user("alice", "secret", "login");
        assertThat(login("", "user-alice", "secret", "")).isInstanceOf(Accepted.class);
        assertThat(login(SHOP, "user-alice", "secret", "")).isEqualTo(DENIED_LATE);

        run(SHOP, tx -> access.importModelUsers(tx, SHOP, Map.of("alice", "write")));

        Accepted accepted = (Accepted) login(SHOP, "user-alice", "secret", "");
        assertThat(accepted.user()).contains(new UserAccess("login", "write"));
    }

    @Test
    public void userWithBadCredentialsIsRefused() {
        user("alice", "secret", "login");
        run(SHOP, tx -> access.importModelUsers(tx, SHOP, Map.of("bob", "admin")));

        assertThat(login("", "user-alice", "wrong", "")).isEqualTo(BAD_CREDENTIALS);
        assertThat(login("", "user-alice", "", "")).isEqualTo(BAD_CREDENTIALS);
        assertThat(login("", "user-nobody", "secret", "")).isEqualTo(BAD_CREDENTIALS);
        assertThat(login("", "user-bob", "", "")).isEqualTo(BAD_CREDENTIALS);
        assertThat(login(SHOP, "user-bob", "secret", "")).isEqualTo(BAD_CREDENTIALS);
        assertThat(login("", "user-alice@elsewhere", "secret", "")).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    public void changedPasswordReplacesTheOldAtOnce() {
        agent(SHOP, "machine-0", PASSWORD);
        agent(SHOP, "machine-0", OTHER_PASSWORD);

        assertThat(login(SHOP, "machine-0", PASSWORD, NONCE)).isEqualTo(BAD_CREDENTIALS);
        assertThat(login(SHOP, "machine-0", OTHER_PASSWORD, NONCE)).isInstanceOf(Accepted.class);
    }

    @Test
    public void agentLoginsAreRateLimited() {
        agent(SHOP, "machine-0", PASSWORD);
        user("alice", "secret", "login");
        limit(3L, "250ms");

        assertThat(login(SHOP, "machine-0", OTHER_PASSWORD, NONCE)).isEqualTo(BAD_CREDENTIALS);
        assertThat(login(SHOP, "bar", "", "")).isEqualTo(new Refused("", "\"bar\" is not a valid tag", false));
        assertThat(login(SHOP, "machine-0", PASSWORD, NONCE)).isInstanceOf(Accepted.class);
        assertThat(login(SHOP, "machine-0", PASSWORD, NONCE)).isEqualTo(TRY_AGAIN);
        assertThat(login(SHOP, "bar", "", "")).isEqualTo(TRY_AGAIN);
        assertThat(login(SHOP, "volume-0", "", "")).isEqualTo(TRY_AGAIN);
        assertThat(login("", "user-alice", "secret", "")).isInstanceOf(Accepted.class);

        now.addAndGet(Duration.ofMillis(250).toNanos());
        assertThat(login(SHOP, "machine-0", PASSWORD, NONCE)).isInstanceOf(Accepted.class);
        assertThat(login(SHOP, "machine-0", PASSWORD, NONCE)).isEqualTo(TRY_AGAIN);
    }

    @Test
    public void changedConfigurationMakesAFreshBucket() {
        agent(SHOP, "machine-0", PASSWORD);
        limit(1L, "1m");
        assertThat(login(SHOP, "machine-0", PASSWORD, NONCE)).isInstanceOf(Accepted.class);
        assertThat(login(SHOP, "machine-0", PASSWORD, NONCE)).isEqualTo(TRY_AGAIN);

        run(FixedController.MODEL, tx -> controller.updateConfig(tx, Map.of("features", "x"), List.of()));

        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(login(SHOP, "machine-0", PASSWORD, NONCE))
                .isInstanceOf(Accepted.class));
    }

    @Test
    public void unknownAgentIsRefusedAsSlowlyAsAWrongPassword() {
        user("alice", "secret", "login");
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            known.add(nanos("user-alice"));
            unknown.add(nanos("user-nobody"));
        }

        // Hashing takes milliseconds; leaving it out would show as a factor of ten or more.
        assertThat(median(unknown)).isGreaterThan(median(known) / 3);
    }

    @Test
    public void loginUnderWayIsDecidedWhenTheServiceGoes() {
        user("alice", "secret", "login");
        login.close();

        assertThat(login("", "user-alice", "secret", "")).isInstanceOf(Accepted.class);
    }

    @Test
    public void serverVersionMustBeOneThatClientsTake() {
        assertThatThrownBy(() -> new LoginServiceImpl(
                        store.store(), store.changes(), controller, models, machines, "4.0", now::get))
                .hasMessage("server.version of io.facet.access is \"4.0\"; expected a version such as 4.0.1 or"
                        + " 4.0-beta5");
    }

    @Test
    public void secretsAreNotPrinted() {
        assertThat(new AccessRows.User("alice", "SALT", "HASH", "login").toString())
                .doesNotContain("SALT", "HASH");
        assertThat(new LoginRequest(SHOP, "user-alice", "secret", "n").toString())
                .doesNotContain("secret");
    }

    private long nanos(String tag) {
        long start = System.nanoTime();
        login("", tag, "wrong", "");
        return System.nanoTime() - start;
    }

    private static long median(List<Long> times) {
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    /** Sets the limit and starts afresh, since a running service hears of it a moment later. */
    private void limit(long max, String rate) {
        run(
                FixedController.MODEL,
                tx -> controller.updateConfig(
                        tx, Map.of("agent-ratelimit-max", max, "agent-ratelimit-rate", rate), List.of()));
        login.close();
        login = new LoginServiceImpl(
                store.store(), store.changes(), controller, models, machines, "4.0-beta5", now::get);
    }

    private LoginDecision login(String model, String tag, String credentials, String nonce) {
        return login.login(new LoginRequest(model, tag, credentials, nonce))
                .toCompletableFuture()
                .join();
    }

    private Optional<ConnectedModel> model(String uuid) {
        return login.model(uuid).toCompletableFuture().join();
    }

    private void createModel(String uuid, String name, String job) {
        run(uuid, tx -> {
            ModelInfo info = new ModelInfo(uuid, name, "admin", "iaas", "manual", AgentVersion.parse("4.0-beta5"));
            models.create(tx, info, Map.of("name", name), false);
        });
        MachineId first = addMachine(uuid, job);
        run(uuid, tx -> machines.setNonce(tx, uuid, first, NONCE));
    }

    private MachineId addMachine(String uuid, String job) {
        return store.write(
                uuid,
                tx -> machines.add(
                        tx,
                        uuid,
                        new NewMachine(
                                Optional.empty(),
                                "",
                                Base.parse("ubuntu@22.04/stable"),
                                Constraints.NONE,
                                "",
                                List.of(job))));
    }

    private void agent(String model, String tag, String password) {
        run(model, tx -> access.setAgentPassword(tx, model, tag, password));
    }

    private void user(String name, String password, String controllerAccess) {
        run(FixedController.MODEL, tx -> access.setUser(tx, name, password, controllerAccess));
    }

    private interface Work {
        void run(Transaction tx);
    }

    private void run(String modelUuid, Work work) {
        store.write(modelUuid, tx -> {
            work.run(tx);
            return null;
        });
    }
}
