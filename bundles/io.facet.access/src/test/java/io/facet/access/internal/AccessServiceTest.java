// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.access.api.UserAccount;
import io.facet.core.MachineId;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class AccessServiceTest {
    private static final String SHOP = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-2222-4333-8444-555555555555";
    private static final String PASSWORD = "AbCdEfGhIjKlMnOpQrStUvWx";

    @Rule
    public final StoreRule store = new StoreRule();

    private final AccessRows rows = new AccessRows();
    private AccessServiceImpl access;

    @Before
    public void start() {
        access = new AccessServiceImpl(store.store());
    }

    @Test
    public void onlyTheHashOfAPasswordIsStored() {
        run(SHOP, tx -> access.setAgentPassword(tx, SHOP, "machine-0", PASSWORD));

        assertThat(hash(SHOP, "machine-0")).contains("jB97b+xXhJ9YNXGx5kp7xHvl");
    }

    @Test
    public void badPasswordsAndTagsAreRefused() {
        assertThatThrownBy(() -> run(SHOP, tx -> access.setAgentPassword(tx, SHOP, "machine-0", "short")))
                .hasMessage("password is only 5 bytes long, and is not a valid Agent password");
        assertThatThrownBy(() -> run(SHOP, tx -> access.setAgentPassword(tx, SHOP, "machine-x", PASSWORD)))
                .hasMessage("\"machine-x\" is not a valid machine tag");
        assertThatThrownBy(() -> run(SHOP, tx -> access.setUser(tx, "admin", "", "login")))
                .hasMessage("empty password for user \"admin\" not valid");
        assertThatThrownBy(() -> run(SHOP, tx -> access.setUser(tx, "admin", "x", "root")))
                .hasMessage("controller access \"root\" (expected one of [login, superuser]) not valid");
        assertThatThrownBy(() -> run(SHOP, tx -> access.setUser(tx, "a b", "x", "login")))
                .hasMessage("\"user-a b\" is not a valid user tag");
        assertThatThrownBy(() -> run(SHOP, tx -> access.importModelUsers(tx, SHOP, Map.of("bob", "owner"))))
                .hasMessage("model access of user \"bob\": \"owner\" (expected one of [read, write, admin]) not valid");
    }

    @Test
    public void thousandsOfHashesAreTakenOverAndRemovedInAFewStatements() {
        Map<String, String> hashes =
                IntStream.range(0, 2500).boxed().collect(Collectors.toMap(i -> "machine-" + i, i -> "hash" + i));
        store.resetStatementCount();
        run(SHOP, tx -> access.importAgentHashes(tx, SHOP, hashes));
        run(SHOP, tx -> access.removeAgents(tx, SHOP, hashes.keySet()));

        assertThat(store.statementCount()).isLessThan(10);
        assertThat(hash(SHOP, "machine-7")).isEmpty();
    }

    @Test
    public void credentialsGoWithTheirMachines() {
        run(SHOP, tx -> access.importAgentHashes(tx, SHOP, Map.of("machine-0-lxd-1", "a", "machine-0", "b")));
        run(SHOP, tx -> access.removeMachines(tx, SHOP, List.of(new MachineId("0/lxd/1"))));

        assertThat(hash(SHOP, "machine-0-lxd-1")).isEmpty();
        assertThat(hash(SHOP, "machine-0")).contains("b");
    }

    @Test
    public void credentialsAndPermissionsMoveAndGoWithTheirModel() {
        run(SHOP, tx -> access.importAgentHashes(tx, SHOP, Map.of("machine-0", "b")));
        run(SHOP, tx -> access.importModelUsers(tx, SHOP, Map.of("alice", "read")));
        run(OTHER, tx -> access.moveModel(tx, SHOP, OTHER));

        assertThat(hash(SHOP, "machine-0")).isEmpty();
        assertThat(hash(OTHER, "machine-0")).contains("b");
        assertThat(store.read(tx -> rows.modelAccess(tx, OTHER, "alice")).toString())
                .isEqualTo("read");

        run(OTHER, tx -> access.removeModel(tx, OTHER));

        assertThat(hash(OTHER, "machine-0")).isEmpty();
        assertThat(store.read(tx -> rows.modelAccess(tx, OTHER, "alice")).toString())
                .isEmpty();
    }

    @Test
    public void userWhoIsOnlyKnownFromAModelDoesNotExistForTheController() {
        run(SHOP, tx -> access.importModelUsers(tx, SHOP, Map.of("alice", "read", "admin", "admin")));
        run(SHOP, tx -> access.setUser(tx, "admin", "secret", "superuser"));
        run(SHOP, tx -> access.importModelUsers(tx, SHOP, Map.of("admin", "admin")));

        assertThat(exists("alice")).isFalse();
        assertThat(exists("nobody")).isFalse();
        assertThat(exists("admin")).isTrue();
    }

    @Test
    public void usersAreListedWithWhatTheyMayDoInTwoQueries() {
        run(SHOP, tx -> access.setUser(tx, "admin", "secret", "superuser"));
        run(SHOP, tx -> access.setUser(tx, "bob", "secret", "login"));
        run(SHOP, tx -> access.importModelUsers(tx, SHOP, Map.of("alice", "read", "bob", "write")));
        run(OTHER, tx -> access.grantModel(tx, OTHER, "bob", "admin"));

        assertThat(users())
                .containsExactly(
                        new UserAccount("admin", "superuser", true, Map.of()),
                        new UserAccount("alice", "login", false, Map.of(SHOP, "read")),
                        new UserAccount("bob", "login", true, Map.of(SHOP, "write", OTHER, "admin")));
        assertThat(store.statementsOf(access::users)).isEqualTo(2);
    }

    @Test
    public void newPasswordLeavesAccessAsItIs() {
        run(SHOP, tx -> access.setUser(tx, "admin", "secret", "superuser"));
        String before = store.read(tx -> rows.user(tx, "admin").orElseThrow().passwordHash());
        run(SHOP, tx -> access.setUserPassword(tx, "admin", "other"));

        AccessRows.User after = store.read(tx -> rows.user(tx, "admin").orElseThrow());
        assertThat(after.controllerAccess()).isEqualTo("superuser");
        assertThat(after.passwordHash()).isNotEqualTo(before).isEqualTo(UserPasswords.hash("other", after.salt()));
        assertThatThrownBy(() -> run(SHOP, tx -> access.setUserPassword(tx, "nobody", "other")))
                .hasMessage("user \"nobody\" not found");
        assertThatThrownBy(() -> run(SHOP, tx -> access.setUserPassword(tx, "admin", "")))
                .hasMessage("empty password for user \"admin\" not valid");
    }

    @Test
    public void userGoesWithItsPermissions() {
        run(SHOP, tx -> access.setUser(tx, "bob", "secret", "login"));
        run(SHOP, tx -> access.grantModel(tx, SHOP, "bob", "write"));
        run(SHOP, tx -> access.removeUser(tx, "bob"));

        assertThat(users()).isEmpty();
        assertThat(modelAccess("bob")).isEmpty();
        assertThatThrownBy(() -> run(SHOP, tx -> access.removeUser(tx, "bob"))).hasMessage("user \"bob\" not found");
    }

    @Test
    public void accessToAModelIsGivenAndTaken() {
        run(SHOP, tx -> access.setUser(tx, "bob", "secret", "login"));
        run(SHOP, tx -> access.grantModel(tx, SHOP, "bob", "write"));
        run(SHOP, tx -> access.grantModel(tx, SHOP, "bob", "read"));
        assertThat(modelAccess("bob")).isEqualTo("read");

        run(SHOP, tx -> access.revokeModel(tx, SHOP, "bob"));

        assertThat(modelAccess("bob")).isEmpty();
        assertThatThrownBy(() -> run(SHOP, tx -> access.revokeModel(tx, SHOP, "bob")))
                .hasMessage("access of user \"bob\" to the model not found");
        assertThatThrownBy(() -> run(SHOP, tx -> access.grantModel(tx, SHOP, "eve", "read")))
                .hasMessage("user \"eve\" not found");
        assertThatThrownBy(() -> run(SHOP, tx -> access.grantModel(tx, SHOP, "bob", "owner")))
                .hasMessage("model access \"owner\" (expected one of [read, write, admin]) not valid");
    }

    @Test
    public void agentsWithCredentialsAreListed() {
        run(SHOP, tx -> access.importAgentHashes(tx, SHOP, Map.of("machine-1", "a", "machine-0", "b")));

        assertThat(agents(SHOP)).containsExactly("machine-0", "machine-1");
        assertThat(agents(OTHER)).isEmpty();
    }

    private List<UserAccount> users() {
        return store.read(access::users);
    }

    private List<String> agents(String modelUuid) {
        return store.read(tx -> access.agents(tx, modelUuid));
    }

    private String modelAccess(String user) {
        return store.read(tx -> rows.modelAccess(tx, SHOP, user));
    }

    private boolean exists(String user) {
        return store.read(tx -> access.userExists(tx, user));
    }

    private Optional<String> hash(String modelUuid, String tag) {
        return store.read(tx -> rows.agentHash(tx, modelUuid, tag));
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
