// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.controller.api.ExternalController;
import io.facet.core.ErrorCode;
import io.facet.core.HostPort;
import io.facet.core.NetworkAddress;
import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ControllerServiceTest {
    @Rule
    public final StoreRule store = new StoreRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path data;
    private ControllerServiceImpl controller;

    @Before
    public void start() {
        data = folder.getRoot().toPath().resolve("facet");
        controller = boot(Map.of("host", "127.0.0.1"));
    }

    @Test
    public void restartKeepsIdentityKeyAndCertificate() throws Exception {
        ControllerIdentity identity = identity(controller);
        String certificate = Files.readString(data.resolve("server.crt"));
        String key = Files.readString(data.resolve("server.key"));

        store.reopen();
        ControllerServiceImpl again = boot(Map.of("host", "127.0.0.1"));

        assertThat(identity(again)).isEqualTo(identity);
        assertThat(data.resolve("server.crt")).hasContent(certificate);
        assertThat(data.resolve("server.key")).hasContent(key);
        assertThat(data.resolve("node-id")).hasContent("0");
    }

    @Test
    public void nodesThatBootAtOnceAgreeOnOneIdentity() throws Exception {
        store.write("11111111-2222-4333-8444-555555555555", tx -> {
            try (var delete = tx.connection().createStatement()) {
                return delete.executeUpdate("DELETE FROM controller");
            }
        });
        List<CompletableFuture<ControllerIdentity>> boots = Stream.of("a", "b", "c")
                .map(name -> CompletableFuture.supplyAsync(() -> identity(new ControllerServiceImpl(
                        store.store(),
                        Configs.of(folder.getRoot().toPath().resolve(name), Map.of("host", "127.0.0.1")),
                        Clock.systemUTC()))))
                .toList();

        assertThat(boots.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    @Test
    public void instancesOfOneNodeThatStartAtOnceMakeOneCertificate() {
        Path shared = folder.getRoot().toPath().resolve("shared");
        List<CompletableFuture<ControllerServiceImpl>> boots = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> new ControllerServiceImpl(
                                store.store(), Configs.of(shared, Map.of("host", "127.0.0.1")), Clock.systemUTC())))
                .limit(4)
                .toList();

        boots.forEach(CompletableFuture::join);
        // Fails if key and certificate are not of one pair.
        new ControllerServiceImpl(store.store(), Configs.of(shared, Map.of("host", "127.0.0.1")), Clock.systemUTC());
    }

    @Test
    public void filesAreForTheirOwnerOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(data)) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("node-id", "node.lock", "server.crt", "server.key");
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    public void nodeIdThatMakesNoSenseIsRefused() throws Exception {
        Files.writeString(data.resolve("node-id"), "first\n");

        assertThatThrownBy(() -> boot(Map.of("host", "127.0.0.1")))
                .hasMessage(
                        "cannot use " + data.resolve("node-id") + ": expected the number of this node, such as 0, got"
                                + " \"first\"; restore the number, or delete the file to make this the first node");
    }

    @Test
    public void settingsAreAppliedLiveAndRefusedOnesLeaveThemAsTheyWere() {
        controller.modified(Configs.of(data, Map.of("host", "127.0.0.1", "port", 18070)));
        assertThat(config()).containsEntry("api-port", 18070L);

        controller.modified(Configs.of(data, Map.of("host", "127.0.0.1", "port", 70000)));
        assertThat(config()).containsEntry("api-port", 18070L);
    }

    @Test
    public void configurationIsThatOfTheContract() {
        ControllerIdentity identity = identity(controller);

        assertThat(config())
                .hasSize(34)
                .containsEntry("api-port", 17070L)
                .containsEntry("state-port", 37017L)
                .containsEntry("audit-log-max-backups", 10L)
                .containsEntry("max-prune-txn-batch-size", 1000000L)
                .containsEntry("max-prune-txn-passes", 100L)
                .containsEntry("agent-logfile-max-backups", 2L)
                .containsEntry("model-logfile-max-backups", 2L)
                .containsEntry("prune-txn-query-count", 1000L)
                .containsEntry("max-charm-state-size", 2097152L)
                .containsEntry("max-agent-state-size", 524288L)
                .containsEntry("auditing-enabled", true)
                .containsEntry("audit-log-capture-args", false)
                .containsEntry("set-numa-control-policy", false)
                .containsEntry("query-tracing-enabled", false)
                .containsEntry("open-telemetry-enabled", false)
                .containsEntry("open-telemetry-insecure", false)
                .containsEntry("open-telemetry-stack-traces", false)
                .containsEntry("api-port-open-delay", "2s")
                .containsEntry("max-debug-log-duration", "24h0m0s")
                .containsEntry("prune-txn-sleep-time", "10ms")
                .containsEntry("migration-agent-wait-time", "15m0s")
                .containsEntry("query-tracing-threshold", "1s")
                .containsEntry("audit-log-max-size", "300M")
                .containsEntry("audit-log-exclude-methods", "ReadOnlyMethods")
                .containsEntry("mongo-memory-profile", "default")
                .containsEntry("juju-db-snap-channel", "4.4/stable")
                .containsEntry("max-txn-log-size", "10M")
                .containsEntry("agent-logfile-max-size", "100M")
                .containsEntry("model-logfile-max-size", "10M")
                .containsEntry("open-telemetry-sample-ratio", "0.10")
                .containsEntry("object-store-type", "file")
                .containsEntry("jujud-controller-snap-source", "legacy")
                .containsEntry("controller-uuid", identity.uuid())
                .containsEntry("ca-cert", identity.caCertificate());
    }

    @Test
    public void configurationIsSetAndRemoved() {
        List<String> keys = watch(ControllerService.CONFIG_NAMESPACE);
        update(
                Map.of(
                        "agent-ratelimit-max", 5,
                        "agent-ratelimit-rate", "1500ms",
                        "allow-model-access", "true",
                        "system-ssh-keys", "ssh-ed25519 A\n",
                        "audit-log-max-size", "300M"),
                List.of());

        assertThat(config())
                .containsEntry("agent-ratelimit-max", 5L)
                .containsEntry("agent-ratelimit-rate", "1.5s")
                .containsEntry("allow-model-access", true)
                .containsEntry("system-ssh-keys", "ssh-ed25519 A\n");

        update(Map.of("agent-ratelimit-max", 5L), List.of("agent-ratelimit-rate", "features"));

        assertThat(config()).doesNotContainKey("agent-ratelimit-rate").containsEntry("agent-ratelimit-max", 5L);
        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(keys)
                .containsExactly(
                        "agent-ratelimit-max",
                        "agent-ratelimit-rate",
                        "allow-model-access",
                        "audit-log-max-size",
                        "system-ssh-keys",
                        "agent-ratelimit-rate"));
    }

    @Test
    public void badConfigurationIsRefusedByKeyAndValue() {
        assertRefused("agent-ratelimit-max", -1, "agent-ratelimit-max: expected a number that is not negative, got -1");
        assertRefused("agent-ratelimit-max", "many", "agent-ratelimit-max: expected number, got \"many\"");
        assertRefused(
                "agent-ratelimit-rate",
                "0s",
                "agent-ratelimit-rate: expected a duration above 0 and up to 1m, got \"0s\"");
        assertRefused(
                "agent-ratelimit-rate",
                "61s",
                "agent-ratelimit-rate: expected a duration above 0 and up to 1m, got \"1m1s\"");
        assertRefused(
                "agent-ratelimit-rate",
                "soon",
                "agent-ratelimit-rate: expected duration such as 250ms or 24h, got \"soon\"");
        assertRefused("state-port", 70000, "state-port: expected a port from 1 to 65535, got 70000");
        assertRefused("auditing-enabled", "maybe", "auditing-enabled: expected boolean, got \"maybe\"");
        assertRefused("features", 5, "features: expected string, got \"5\"");
        assertRefused(
                "query-tracing-threshold",
                "-1s",
                "query-tracing-threshold: expected a duration that is not negative, got \"-1s\"");
        assertRefused("no-such-key", "x", "no-such-key: unknown key");
        assertRefused("ca-cert", "x", "ca-cert: cannot be changed: it is fixed at the first boot");
        assertRefused(
                "api-port",
                1,
                "api-port: cannot be changed: it follows the port of the API server and api.port of io.facet.controller");
    }

    @Test
    public void addressIsTheOneTheServerListensOn() {
        assertThat(agents(controller)).containsExactly("127.0.0.1:17070");
        assertThat(agents(boot(Map.of("host", "::1", "port", 17071)))).containsExactly("[::1]:17071");
        assertThat(config()).containsEntry("api-port", 17070L);
    }

    @Test
    public void addressesMayBeGiven() {
        ControllerServiceImpl given = boot(Map.of(
                "api_addresses",
                new String[] {"api.example.net", "10.0.0.5:443", "fd00::5", "[fd00::6]:444"},
                "api_port",
                8443));

        assertThat(agents(given))
                .containsExactly("api.example.net:8443", "10.0.0.5:443", "[fd00::5]:8443", "[fd00::6]:444");
        assertThat(store.read(given::config)).containsEntry("api-port", 8443L);
    }

    @Test
    public void addressesOfAServerOnAllInterfacesAreThoseOfTheHost() {
        assertThat(agents(boot(Map.of("host", "0.0.0.0")))).isNotEmpty().allMatch(it -> it.endsWith(":17070"));
    }

    @Test
    public void badAddressesAreRefused() {
        for (String bad : List.of("a b", "host:", "host:x", "[1.2.3.4", "[host]:1", "-a", "1:2:3:4:5:6:7:8:9")) {
            assertThatThrownBy(() -> boot(Map.of("api_addresses", new String[] {bad})))
                    .hasMessageStartingWith("io.facet.controller: api.addresses has \"" + bad + "\", expected");
        }
        assertThatThrownBy(() -> boot(Map.of("api_addresses", new String[] {"host:70000"})))
                .hasMessage("io.facet.controller: api.addresses has \"host:70000\", expected a port from 1 to 65535");
        assertThatThrownBy(() -> boot(Map.of("port", 0))).hasMessageContaining("set api.port of io.facet.controller");
        assertThatThrownBy(() -> boot(Map.of("api_port", 70000)))
                .hasMessage("io.facet.controller: api.port = 70000, expected a port from 1 to 65535");
    }

    @Test
    public void watchersHearOfNewAddressesOnly() {
        List<String> keys = watch(ControllerService.API_ADDRESSES_NAMESPACE);
        boot(Map.of("host", "127.0.0.1"));
        boot(Map.of("host", "127.0.0.2"));

        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(keys).hasSize(1));
    }

    @Test
    public void agentsGetTheAddressesForClientsWhereThereAreNoOthers() {
        HostPort inside = new HostPort(NetworkAddress.derive("10.0.0.5"), 17070);
        HostPort outside = new HostPort(NetworkAddress.derive("192.0.2.1"), 17070);
        run(tx -> controller.setApiHostPorts(tx, "10", List.of(inside), List.of(outside, inside)));
        run(tx -> controller.setApiHostPorts(tx, "2", List.of(), List.of(outside)));

        assertThat(store.read(controller::apiHostPortsForAgents))
                .hasSize(3)
                .endsWith(List.of(outside), List.of(inside));
        assertThat(store.read(controller::apiHostPortsForClients))
                .hasSize(3)
                .endsWith(List.of(outside), List.of(outside, inside));
    }

    @Test
    public void externalControllersAreFoundByModel() {
        ExternalController other = new ExternalController("u", List.of("10.0.0.1:17070", "10.0.0.2:17070"), "PEM");
        run(tx -> controller.setExternalController(tx, "m1", other));
        run(tx -> controller.setExternalController(tx, "m1", other));

        assertThat(external("m1", "m2")).isEqualTo(Map.of("m1", other));
        assertThat(external()).isEmpty();
    }

    private Map<String, ExternalController> external(String... models) {
        return store.read(tx -> controller.externalControllers(tx, List.of(models)));
    }

    private ControllerServiceImpl boot(Map<String, Object> settings) {
        return new ControllerServiceImpl(store.store(), Configs.of(data, settings), Clock.systemUTC());
    }

    private ControllerIdentity identity(ControllerServiceImpl service) {
        return store.read(service::identity);
    }

    private Map<String, Object> config() {
        return store.read(controller::config);
    }

    private List<String> agents(ControllerServiceImpl service) {
        List<String> addresses = new ArrayList<>();
        store.read(service::apiHostPortsForAgents).forEach(node -> node.forEach(it -> addresses.add(it.dialAddress())));
        return addresses;
    }

    private interface Work {
        void run(Transaction tx);
    }

    private void run(Work work) {
        store.write(identity(controller).modelUuid(), tx -> {
            work.run(tx);
            return null;
        });
    }

    private void update(Map<String, Object> set, Collection<String> remove) {
        run(tx -> controller.updateConfig(tx, set, remove));
    }

    private void assertRefused(String key, Object value, String message) {
        assertThatThrownBy(() -> update(Map.of(key, value), List.of()))
                .hasMessage("controller config " + message)
                .extracting("code")
                .isEqualTo(ErrorCode.NOT_VALID);
    }

    private List<String> watch(String namespace) {
        List<String> keys = new CopyOnWriteArrayList<>();
        String model = identity(controller).modelUuid();
        long since = store.read(tx -> tx.position(model));
        store.changes().subscribe(new ChangeFilter(model, Set.of(namespace), "", ""), since, new ChangeListener() {
            @Override
            public void changed(List<Change> changes) {
                changes.forEach(change -> keys.add(change.key()));
            }

            @Override
            public void lost() {
                keys.add("lost");
            }
        });
        return keys;
    }
}
