// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.AgentBinaryVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.NewMachine;
import io.facet.machine.api.StatusKind;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Runs on SQLite; {@link MachineServiceOnPostgresTest} runs the same tests on PostgreSQL. */
public class MachineServiceTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456789Z");
    private static final Base JAMMY = Base.parse("ubuntu@22.04/stable");

    @ClassRule
    public static final StoreRule SQLITE = new StoreRule();

    /** All tests share the store and have models of their own. */
    private final String model = UUID.randomUUID().toString();

    private final String other = UUID.randomUUID().toString();
    private final StoreRule store = store();
    private final Changes changes = new Changes(store);
    private MachineServiceImpl service;

    StoreRule store() {
        return SQLITE;
    }

    @Before
    public void startService() {
        service = new MachineServiceImpl(store.store(), Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofHours(1));
    }

    @After
    public void stopService() {
        service.deactivate();
    }

    @Test
    public void addedMachineIsAliveAndPending() {
        Constraints constraints = Constraints.of(Map.of(Constraints.Key.MEM, 8192L, Constraints.Key.TAGS, List.of()));
        MachineId id = write(tx -> service.add(
                tx,
                model,
                new NewMachine(Optional.empty(), "", JAMMY, constraints, "zone=a", List.of(Machine.JOB_MANAGE_MODEL))));

        assertThat(machine(id))
                .isEqualTo(new Machine(
                        id("0"),
                        Life.ALIVE,
                        JAMMY,
                        constraints,
                        "zone=a",
                        List.of(Machine.JOB_MANAGE_MODEL),
                        "",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(status(StatusKind.AGENT, id)).contains(new StatusInfo("pending", "", Map.of(), NOW));
        assertThat(status(StatusKind.INSTANCE, id)).contains(new StatusInfo("pending", "", Map.of(), NOW));
        assertThat(status(StatusKind.MODIFICATION, id)).contains(new StatusInfo("idle", "", Map.of(), NOW));
        assertThat(changes.of(model)).containsExactly("machine||0|alive");
    }

    @Test
    public void numbersOfContainersCountPerHostAndType() {
        add();
        add();
        assertThat(addContainer("0")).isEqualTo(id("0/lxd/0"));
        assertThat(addContainer("0")).isEqualTo(id("0/lxd/1"));
        assertThat(addContainer("1")).isEqualTo(id("1/lxd/0"));
        assertThat(addContainer("0/lxd/1")).isEqualTo(id("0/lxd/1/lxd/0"));

        assertThat(changes.of(model)).endsWith("machine|1|1/lxd/0|alive", "machine|0/lxd/1|0/lxd/1/lxd/0|alive");
        assertThat(topLevel().keySet()).containsExactly(id("0"), id("1"));
        assertThat(containersOfMachine0("lxd"))
                .containsExactly(Map.entry(id("0/lxd/0"), Life.ALIVE), Map.entry(id("0/lxd/1"), Life.ALIVE));
        assertThat(containersOfMachine0("kvm")).isEmpty();
        assertThat(containersOfMachine0("")).hasSize(2);
        assertThat(containersOf("0", "1", "7"))
                .isEqualTo(Map.of(id("0"), ids("0/lxd/0", "0/lxd/1"), id("1"), ids("1/lxd/0")));
    }

    @Test
    public void numbersOfRemovedMachinesAreNotUsedAgain() {
        add();
        write(tx -> remove(tx, "0"));

        assertThat(add()).isEqualTo(id("1"));
    }

    @Test
    public void importedSequencesAreContinued() {
        write(tx -> {
            service.importMachines(tx, model, List.of(imported("0"), imported("7"), imported("7/lxd/3")));
            service.importSequences(
                    tx, model, Map.of("machine", 20L, "machine7lxdContainer", 2L, "relation", 5L, "volume", 3L));
            return null;
        });

        assertThat(add()).isEqualTo(id("20"));
        assertThat(addContainer("7")).isEqualTo(id("7/lxd/2"));
        // 3 is in use although the sequence gives it.
        assertThat(addContainer("7")).isEqualTo(id("7/lxd/4"));
        assertThat(addContainer("7")).isEqualTo(id("7/lxd/5"));
    }

    @Test
    public void missingSequenceDoesNotLeadToANumberInUse() {
        write(tx -> {
            service.importMachines(tx, model, List.of(imported("0"), imported("12")));
            return null;
        });

        assertThat(add()).isEqualTo(id("13"));
        assertThat(add()).isEqualTo(id("14"));
    }

    @Test
    public void machinesAddedAtTheSameTimeGetDifferentNumbers() {
        List<CompletableFuture<MachineId>> added = IntStream.range(0, 40)
                .mapToObj(number -> store.store()
                        .write(model, tx -> service.add(tx, model, newMachine(null, "")))
                        .toCompletableFuture())
                .toList();

        assertThat(added.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40)
                        .mapToObj(number -> id(Integer.toString(number)))
                        .toList());
    }

    @Test
    public void containerNeedsAnAliveHost() {
        add();
        write(tx -> setLife(tx, "0", Life.DYING));

        assertThatThrownBy(() -> addContainer("0"))
                .hasMessage("cannot add a new machine: machine 0 is not alive but dying");
        assertThatThrownBy(() -> addContainer("1"))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("cannot add a new machine: machine 1 not found");
    }

    @Test
    public void badNewMachinesAreRefused() {
        assertThatThrownBy(() -> write(tx -> service.add(tx, model, newMachine(null, "lxd"))))
                .hasMessage("cannot add a new machine: container type \"lxd\" needs a machine to put the container on");
        add();
        assertThatThrownBy(() -> write(tx -> service.add(tx, model, newMachine("0", "LXD"))))
                .hasMessage("cannot add a new machine: container type \"LXD\" not valid (expected lower-case letters,"
                        + " such as lxd)");
        assertThatThrownBy(() -> write(tx -> service.add(
                        tx, model, new NewMachine(Optional.empty(), "", JAMMY, Constraints.NONE, "", List.of()))))
                .hasMessage("cannot add a new machine: a machine needs a job, such as JobHostUnits");
    }

    @Test
    public void importedMachinesComeBackWhole() {
        ImportedMachine full = fullMachine("3/lxd/4");
        ImportedMachine bare = imported("3");
        write(tx -> {
            service.importMachines(tx, model, List.of(bare, full));
            return null;
        });

        assertThat(all(model)).containsExactly(bare.machine(), full.machine());
        assertThat(machines("3/lxd/4", "9")).containsOnlyKeys(id("3/lxd/4"));
        assertThat(all(other)).isEmpty();
        assertThat(status(StatusKind.AGENT, id("3/lxd/4"))).contains(full.agentStatus());
        assertThat(status(StatusKind.INSTANCE, id("3/lxd/4"))).contains(full.instanceStatus());
        assertThat(status(StatusKind.MODIFICATION, id("3/lxd/4"))).contains(full.modificationStatus());
    }

    @Test
    public void statusIsReplacedAsAWhole() {
        MachineId id = add();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("transient", true);
        data.put("a.b", null);
        data.put("$n", Arrays.asList(1, null, "x"));
        write(tx -> setStatus(tx, "0", "error", "no zone", data, NOW.plusSeconds(1)));
        assertThat(status(StatusKind.AGENT, id)).contains(new StatusInfo("error", "no zone", data, NOW.plusSeconds(1)));

        write(tx -> setStatus(tx, "0", "pending", "", Map.of(), NOW.plusSeconds(2)));
        assertThat(status(StatusKind.AGENT, id)).contains(new StatusInfo("pending", "", Map.of(), NOW.plusSeconds(2)));
        assertThat(status(StatusKind.INSTANCE, id)).contains(new StatusInfo("pending", "", Map.of(), NOW));
        assertThat(changes.of(model)).hasSize(1);
    }

    @Test
    public void sameStatusKeepsItsTime() {
        MachineId id = add();
        write(tx -> setStatus(tx, "0", "error", "x", Map.of("n", 5L, "f", 1.5), NOW.plusSeconds(1)));
        write(tx -> setStatus(tx, "0", "error", "x", Map.of("n", 5, "f", 1.5), NOW.plusSeconds(9)));

        assertThat(status(StatusKind.AGENT, id).orElseThrow().since()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    public void statusOfAMissingMachineIsRefused() {
        assertThatThrownBy(() -> write(tx -> setStatus(tx, "42", "started", "", Map.of(), NOW)))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("machine 42 not found");
        assertThat(status(StatusKind.AGENT, id("42"))).isEmpty();
    }

    @Test
    public void instanceErrorsAreThoseOfAnyMachineInIdOrder() {
        write(tx -> {
            service.importMachines(
                    tx, model, List.of(imported("10"), imported("2"), fullMachine("3"), imported("4"), imported("5")));
            service.importMachines(tx, model, List.of(imported("2/lxd/0"), imported("2/lxd/0/lxd/1"), imported("6")));
            setInstanceStatus(tx, "10", "provisioning error", Map.of("transient", true));
            setInstanceStatus(tx, "2/lxd/0/lxd/1", "error", Map.of());
            setInstanceStatus(tx, "2/lxd/0", "provisioning error", Map.of("transient", "true"));
            setInstanceStatus(tx, "2", "error", Map.of());
            setInstanceStatus(tx, "3", "error", Map.of());
            setLife(tx, "3", Life.DEAD);
            setInstanceStatus(tx, "4", "error", Map.of());
            setInstanceStatus(tx, "4", "running", Map.of("transient", true));
            setInstanceStatus(tx, "5", "error", Map.of());
            remove(tx, "5");
            service.setStatus(
                    tx, model, StatusKind.MODIFICATION, id("6"), new StatusInfo("error", "no", Map.of(), NOW));
            return setStatus(tx, "6", "error", "no", Map.of(), NOW);
        });
        store.write(other, tx -> {
            service.importMachines(tx, other, List.of(imported("7")));
            service.setStatus(tx, other, StatusKind.INSTANCE, id("7"), new StatusInfo("error", "", Map.of(), NOW));
            return null;
        });

        Map<MachineId, StatusInfo> errors = read(tx -> service.instanceErrors(tx, model));

        assertThat(errors.keySet()).containsExactlyElementsOf(ids("2", "2/lxd/0", "2/lxd/0/lxd/1", "3", "10"));
        assertThat(errors)
                .containsEntry(id("10"), new StatusInfo("provisioning error", "why", Map.of("transient", true), NOW))
                .containsEntry(id("3"), new StatusInfo("error", "why", Map.of(), NOW));
    }

    @Test
    public void controllersAreFoundAmongAllMachinesInIdOrder() {
        write(tx -> {
            service.importMachines(
                    tx, model, List.of(fullMachine("10"), imported("1"), fullMachine("2"), imported("3")));
            return null;
        });
        store.write(other, tx -> {
            service.importMachines(tx, other, List.of(fullMachine("0")));
            return null;
        });

        List<Machine> controllers = read(tx -> service.controllers(tx, model));

        assertThat(controllers)
                .containsExactly(fullMachine("2").machine(), fullMachine("10").machine());
    }

    @Test
    public void instanceIsRecordedOnce() {
        MachineId id = add();
        Instance instance = new Instance("i-was", "host-a", hardware(), List.of("juju-shop-web-12"));
        write(tx -> setInstance(tx, "0", "nonce", instance));

        assertThat(machine(id).instance()).contains(instance);
        assertThat(machine(id).nonce()).isEqualTo("nonce");
        assertThatThrownBy(() -> write(tx -> setInstance(tx, "0", "nonce", instance)))
                .hasMessage("cannot set instance data for machine \"0\": already set");
        assertThat(changes.of(model)).hasSize(1);
    }

    @Test
    public void sameInstanceOnTwoMachinesIsOnlyLogged() {
        add();
        add();
        Instance instance = new Instance("i-twin", "", HardwareCharacteristics.UNKNOWN, List.of());
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            write(tx -> setInstance(tx, "0", "nonce", instance));
            assertThat(log.toString(UTF_8)).doesNotContain("i-twin");
            write(tx -> setInstance(tx, "1", "nonce", instance));
        } finally {
            System.setErr(before);
        }

        assertThat(machine(id("1")).instance()).contains(instance);
        assertThat(log.toString(UTF_8))
                .contains("Instance i-twin of machine 1 in model " + model + " is recorded of machines [0] as well");
    }

    @Test
    public void instanceNeedsIdNonceAndAnAliveMachine() {
        add();
        Instance instance = new Instance("i-0", "", HardwareCharacteristics.UNKNOWN, List.of());
        Instance nameless = new Instance("", "", HardwareCharacteristics.UNKNOWN, List.of());

        String empty = "cannot set instance data for machine \"0\": instance id and nonce cannot be empty";
        assertThatThrownBy(() -> write(tx -> setInstance(tx, "0", "", instance)))
                .hasMessage(empty);
        assertThatThrownBy(() -> write(tx -> setInstance(tx, "0", "nonce", nameless)))
                .hasMessage(empty);
        assertThatThrownBy(() -> write(tx -> setInstance(tx, "1", "nonce", instance)))
                .hasMessage("cannot set instance data for machine \"1\": machine is not found or not alive");
        write(tx -> setLife(tx, "0", Life.DYING));
        assertThatThrownBy(() -> write(tx -> setInstance(tx, "0", "nonce", instance)))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NONE))
                .hasMessage("cannot set instance data for machine \"0\": machine is not found or not alive");
    }

    @Test
    public void profilesNeedAnInstance() {
        MachineId id = add();
        write(tx -> setProfiles(tx, "0"));
        assertThatThrownBy(() -> write(tx -> setProfiles(tx, "0", "p")))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PROVISIONED))
                .hasMessage("machine \"machine-0\" not provisioned");
        assertThatThrownBy(() -> write(tx -> setProfiles(tx, "1"))).hasMessage("machine 1 not found");

        Instance instance = new Instance("i-0", "", HardwareCharacteristics.UNKNOWN, List.of());
        write(tx -> setInstance(tx, "0", "nonce", instance));
        write(tx -> setProfiles(tx, "0", "b", "a"));
        write(tx -> setProfiles(tx, "0"));
        assertThat(machine(id).instance().orElseThrow().charmProfiles()).containsExactly("b", "a");
        assertThat(changes.of(model)).hasSize(1);
    }

    @Test
    public void lifeOnlyMovesForward() {
        MachineId id = add();
        write(tx -> setLife(tx, "0", Life.ALIVE));
        write(tx -> setLife(tx, "0", Life.DEAD));
        write(tx -> setLife(tx, "0", Life.DEAD));

        assertThatThrownBy(() -> write(tx -> setLife(tx, "0", Life.DYING)))
                .hasMessage("machine 0 is dead and cannot become dying again");
        assertThatThrownBy(() -> write(tx -> setLife(tx, "1", Life.DEAD))).hasMessage("machine 1 not found");
        assertThat(machine(id).life()).isEqualTo(Life.DEAD);
        assertThat(changes.of(model)).containsExactly("machine||0|alive", "machine||0|dead");
    }

    @Test
    public void recordOfADeadMachineIsReportedToStartTimeWatchersOnly() {
        add();
        write(tx -> setKeep(tx, true));
        write(tx -> setLife(tx, "0", Life.DEAD));
        write(tx -> setKeep(tx, true));
        write(tx -> setKeep(tx, false));

        assertThat(changes.of(model))
                .containsExactly("machine||0|alive", "machine||0|dead", "machine-agent-start||0|dead");
    }

    @Test
    public void unsupportedPendingContainersBecomeErrors() {
        add();
        addContainer("0");
        addContainer("0");
        write(tx -> setStatus(tx, "0/lxd/1", "started", "", Map.of(), NOW));
        assertThat(machine(id("0")).supportedContainers()).isEmpty();
        write(tx -> setSupported(tx));

        assertThat(machine(id("0")).supportedContainers()).contains(List.of());
        assertThat(status(StatusKind.AGENT, id("0/lxd/0")))
                .contains(new StatusInfo("error", "unsupported container", Map.of("type", "lxd"), NOW));
        assertThat(status(StatusKind.AGENT, id("0/lxd/1")).orElseThrow().status())
                .isEqualTo("started");
    }

    @Test
    public void supportedContainersAreChecked() {
        add();
        assertThatThrownBy(() -> write(tx -> setSupported(tx, "lxd", "none")))
                .hasMessage("\"none\" is not a valid container type");
        write(tx -> setSupported(tx, "lxd", "kvm"));
        write(tx -> setLife(tx, "0", Life.DEAD));
        write(tx -> setSupported(tx, "kvm", "lxd"));
        assertThatThrownBy(() -> write(tx -> setSupported(tx, "lxd")))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEAD))
                .hasMessage("not found or dead");
        assertThat(machine(id("0")).supportedContainers()).contains(List.of("lxd", "kvm"));
    }

    @Test
    public void removalTakesAllThereIsOfAMachine() {
        List<MachineId> told = new ArrayList<>();
        service.bindParticipant((tx, ofModel, ids) -> told.addAll(ids));
        write(tx -> {
            service.importMachines(
                    tx,
                    model,
                    List.of(imported("3"), fullMachine("3/lxd/4"), imported("3/lxd/4/lxd/0"), imported("5")));
            return null;
        });
        write(tx -> remove(tx, "3", "8"));

        assertThat(told).containsExactlyInAnyOrderElementsOf(ids("3", "8", "3/lxd/4", "3/lxd/4/lxd/0"));
        assertThat(all(model)).extracting(Machine::id).containsExactly(id("5"));
        assertThat(status(StatusKind.AGENT, id("3"))).isEmpty();
        assertThat(changes.of(model).subList(4, 7))
                .containsExactlyInAnyOrder(
                        "machine||3|removed", "machine|3|3/lxd/4|removed", "machine|3/lxd/4|3/lxd/4/lxd/0|removed");
    }

    @Test
    public void onlyDeadMachinesAreMarkedForRemoval() {
        add();
        assertThatThrownBy(() -> write(tx -> mark(tx, "0"))).hasMessage("cannot remove machine 0: machine is not dead");
        assertThatThrownBy(() -> write(tx -> mark(tx, "1"))).hasMessage("machine 1 not found");
    }

    @Test
    public void removedModelLeavesNothingAndItsWatchersAreTold() {
        add();
        addContainer("0");
        write(tx -> {
            service.removeModel(tx, model);
            return null;
        });

        assertThat(all(model)).isEmpty();
        assertThat(changes.of(model).subList(2, 4))
                .containsExactlyInAnyOrder("machine||0|removed", "machine|0|0/lxd/0|removed");
        assertThat(add()).isEqualTo(id("0"));
    }

    @Test
    public void replacedModelIsReportedToItsWatchers() {
        add();
        store.write(other, tx -> {
            service.importMachines(tx, other, List.of(fullMachine("7")));
            service.importSequences(tx, other, Map.of("machine", 8L));
            return null;
        });
        write(tx -> {
            service.removeModel(tx, model);
            service.moveModel(tx, other, model);
            return null;
        });

        assertThat(changes.of(model)).containsExactly("machine||0|alive", "machine||0|removed", "machine||7|dying");
        assertThat(all(model)).containsExactly(fullMachine("7").machine());
        assertThat(status(StatusKind.AGENT, id("7"))).contains(fullMachine("7").agentStatus());
        assertThat(all(other)).isEmpty();
        assertThat(add()).isEqualTo(id("8"));
    }

    @Test
    public void bulkReadsCostTheSameForOneMachineAndForMany() {
        List<MachineId> all = IntStream.range(0, 500)
                .mapToObj(number -> id(Integer.toString(number)))
                .toList();
        write(tx -> {
            service.importMachines(
                    tx, model, all.stream().map(id -> fullMachine(id.value())).toList());
            return null;
        });

        for (List<MachineId> some : List.of(all.subList(0, 1), all)) {
            assertThat(store.statementsOf(tx -> assertFound(some, service.machines(tx, model, some))))
                    .isEqualTo(1);
            assertThat(store.statementsOf(
                            tx -> assertFound(some, service.statuses(tx, model, StatusKind.INSTANCE, some))))
                    .isEqualTo(1);
            assertThat(store.statementsOf(tx -> service.containers(tx, model, some)))
                    .isEqualTo(1);
        }
    }

    private static Void assertFound(List<MachineId> wanted, Map<MachineId, ?> found) {
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(wanted);
        return null;
    }

    private List<Machine> all(String ofModel) {
        return read(tx -> service.allMachines(tx, ofModel));
    }

    private Map<MachineId, Machine> machines(String... ids) {
        return read(tx -> service.machines(tx, model, ids(ids)));
    }

    private Map<MachineId, Life> topLevel() {
        return read(tx -> service.topLevelLives(tx, model));
    }

    private Map<MachineId, Life> containersOfMachine0(String type) {
        return read(tx -> service.containerLives(tx, model, id("0"), type));
    }

    private Map<MachineId, List<MachineId>> containersOf(String... hosts) {
        return read(tx -> service.containers(tx, model, ids(hosts)));
    }

    private MachineId add() {
        return write(tx -> service.add(tx, model, newMachine(null, "")));
    }

    private MachineId addContainer(String host) {
        return write(tx -> service.add(tx, model, newMachine(host, "lxd")));
    }

    private static NewMachine newMachine(String host, String type) {
        return new NewMachine(
                Optional.ofNullable(host).map(MachineId::new),
                type,
                JAMMY,
                Constraints.NONE,
                "",
                List.of(Machine.JOB_HOST_UNITS));
    }

    private static ImportedMachine imported(String id) {
        Machine machine = new Machine(
                id(id),
                Life.ALIVE,
                JAMMY,
                Constraints.NONE,
                "",
                List.of(Machine.JOB_HOST_UNITS),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        StatusInfo pending = new StatusInfo("pending", "", Map.of(), NOW);
        return new ImportedMachine(machine, pending, pending, new StatusInfo("idle", "", Map.of(), NOW));
    }

    static ImportedMachine fullMachine(String id) {
        Machine machine = new Machine(
                id(id),
                Life.DYING,
                Base.parse("ubuntu@24.04/edge"),
                Constraints.of(Map.of(
                        Constraints.Key.ARCH, "arm64", Constraints.Key.CORES, -1L, Constraints.Key.ZONES, List.of())),
                "system-id=kq8m2s",
                List.of(Machine.JOB_HOST_UNITS, Machine.JOB_MANAGE_MODEL),
                "machine-0:1b9f7c52",
                true,
                Optional.of(AgentBinaryVersion.parse("4.0-beta5-ubuntu-arm64")),
                Optional.of(List.of("lxd")),
                Optional.of(new Instance("i-" + id, "host-" + id, hardware(), List.of("b", "a"))));
        return new ImportedMachine(
                machine,
                new StatusInfo("started", "", Map.of(), NOW),
                new StatusInfo("running", "Deployed", Map.of("k", List.of(1, 2)), NOW.minusSeconds(60)),
                new StatusInfo("applied", "", Map.of(), Instant.parse("0001-01-01T00:00:00Z")));
    }

    private static HardwareCharacteristics hardware() {
        return new HardwareCharacteristics(
                Optional.of("amd64"),
                OptionalLong.of(-1),
                OptionalLong.of(0),
                Optional.of("maas-ssd"),
                OptionalLong.empty(),
                OptionalLong.of(100),
                List.of("virtual-host", "ssd"),
                Optional.of("rack-a"),
                Optional.of(""));
    }

    private Machine machine(MachineId id) {
        return read(tx -> service.machines(tx, model, List.of(id))).get(id);
    }

    private Optional<StatusInfo> status(StatusKind kind, MachineId id) {
        return Optional.ofNullable(
                read(tx -> service.statuses(tx, model, kind, List.of(id))).get(id));
    }

    private Void setStatus(
            Transaction tx, String id, String status, String info, Map<String, Object> data, Instant since) {
        service.setStatus(tx, model, StatusKind.AGENT, id(id), new StatusInfo(status, info, data, since));
        return null;
    }

    private void setInstanceStatus(Transaction tx, String id, String status, Map<String, Object> data) {
        service.setStatus(tx, model, StatusKind.INSTANCE, id(id), new StatusInfo(status, "why", data, NOW));
    }

    private Void setInstance(Transaction tx, String id, String nonce, Instance instance) {
        service.setInstance(tx, model, id(id), nonce, instance);
        return null;
    }

    private Void setProfiles(Transaction tx, String id, String... profiles) {
        service.setCharmProfiles(tx, model, id(id), List.of(profiles));
        return null;
    }

    private Void setSupported(Transaction tx, String... types) {
        service.setSupportedContainers(tx, model, id("0"), List.of(types));
        return null;
    }

    private Void setKeep(Transaction tx, boolean keep) {
        service.setKeepInstance(tx, model, id("0"), keep);
        return null;
    }

    private Void setLife(Transaction tx, String id, Life life) {
        service.setLife(tx, model, id(id), life);
        return null;
    }

    private Void mark(Transaction tx, String id) {
        service.markForRemoval(tx, model, id(id));
        return null;
    }

    private Void remove(Transaction tx, String... ids) {
        service.remove(tx, model, ids(ids));
        return null;
    }

    private <T> T write(Function<Transaction, T> body) {
        return store.write(model, body::apply);
    }

    private <T> T read(Function<Transaction, T> body) {
        return store.read(body::apply);
    }

    private static MachineId id(String id) {
        return new MachineId(id);
    }

    private static List<MachineId> ids(String... ids) {
        return Arrays.stream(ids).map(MachineId::new).toList();
    }
}
