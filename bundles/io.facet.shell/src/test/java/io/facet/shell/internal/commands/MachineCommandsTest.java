// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.AgentVersion;
import io.facet.core.ConstraintsText;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.StatusKind;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.network.internal.NetworkServiceImpl;
import io.facet.shell.internal.completers.CompletionCheck;
import io.facet.store.api.Store;
import io.facet.store.testing.StoreRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.karaf.shell.support.CommandException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The commands about models and machines, on the real services. */
public class MachineCommandsTest {
    private static final String PROD = "11111111-2222-4333-8444-555555555555";
    private static final String TEST_ONE = "21111111-2222-4333-8444-555555555555";
    private static final String TEST_TWO = "31111111-2222-4333-8444-555555555555";

    @Rule
    public final StoreRule rule = new StoreRule();

    @Rule
    public final Output output = new Output();

    private Store store;
    private ModelServiceImpl models;
    private MachineServiceImpl machines;
    private NetworkServiceImpl networks;

    @Before
    public void createModels() {
        store = rule.store();
        models = new ModelServiceImpl(store, "test", "1");
        machines = new MachineServiceImpl(store, Clock.systemUTC(), Duration.ofHours(1));
        networks = new NetworkServiceImpl(store);
        create(PROD, "prod", Map.of("default-base", "ubuntu@24.04/stable"));
        create(TEST_ONE, "test", Map.of());
        create(TEST_TWO, "test", Map.of());
    }

    @After
    public void stopSweep() {
        machines.deactivate();
    }

    @Test
    public void modelsAreListedWithTheNumberOfTheirMachines() throws Exception {
        add("prod").execute();
        MachineAddCommand container = add("prod");
        container.placement = "lxd:0";
        container.execute();
        output.text();

        modelList().execute();

        assertThat(output.lines())
                .containsExactly(
                        "prod\t" + PROD + "\tadmin\tiaas\tmaas\t4.0-beta5\t1",
                        "test\t" + TEST_ONE + "\tadmin\tiaas\tmaas\t4.0-beta5\t0",
                        "test\t" + TEST_TWO + "\tadmin\tiaas\tmaas\t4.0-beta5\t0");
    }

    @Test
    public void machinesAreAddedWithTheBaseOfTheModelUnlessToldOtherwise() throws Exception {
        MachineAddCommand two = add("prod");
        two.count = 2;
        two.constraints = "cores=4 mem=8G";
        two.placement = "zone=rack-a";
        two.execute();
        MachineAddCommand other = add("prod");
        other.base = "ubuntu@20.04";
        other.execute();
        assertThat(output.lines()).containsExactly("0", "1", "2");

        machineList("prod").execute();

        assertThat(output.lines())
                .containsExactly(
                        "0\talive\tubuntu@24.04/stable\t\tpending\tpending\t\tcores=4 mem=8192M",
                        "1\talive\tubuntu@24.04/stable\t\tpending\tpending\t\tcores=4 mem=8192M",
                        "2\talive\tubuntu@20.04/stable\t\tpending\tpending\t\t");
    }

    @Test
    public void constraintsOfTheModelHoldForWhatTheMachineLeavesOpen() throws Exception {
        store.write(PROD, tx -> {
                    models.setConstraints(tx, PROD, ConstraintsText.parse("cores=2 mem=4G tags=fast"));
                    return null;
                })
                .toCompletableFuture()
                .join();
        MachineAddCommand some = add("prod");
        some.constraints = "mem=8G tags=";
        some.execute();
        add("prod").execute();
        output.text();

        machineList("prod").execute();

        assertThat(output.lines())
                .extracting(line -> line.substring(line.lastIndexOf('\t') + 1))
                .containsExactly("cores=2 mem=8192M tags=", "cores=2 mem=4096M tags=fast");
    }

    @Test
    public void modelWithoutADefaultBaseGetsTheOrdinaryOne() throws Exception {
        add(TEST_ONE).execute();
        output.text();

        machineList(TEST_ONE).execute();

        assertThat(output.text()).contains("\tubuntu@22.04/stable\t");
    }

    @Test
    public void containerIsAddedToItsHost() throws Exception {
        add("prod").execute();
        MachineAddCommand container = add("prod");
        container.placement = "lxd:0";
        container.execute();

        assertThat(output.lines()).containsExactly("0", "0/lxd/0");
    }

    @Test
    public void placementWithoutAMachineAddsOneForTheContainer() throws Exception {
        MachineAddCommand pairs = add("prod");
        pairs.placement = "lxd";
        pairs.count = 2;
        pairs.execute();
        MachineAddCommand zone = add("prod");
        zone.placement = "zone=rack-a";
        zone.execute();

        assertThat(output.lines()).containsExactly("0", "0/lxd/0", "1", "1/lxd/0", "2");
        MachineId two = new MachineId("2");
        Machine placed =
                rule.read(tx -> machines.machines(tx, PROD, List.of(two)).get(two));
        assertThat(placed.placement()).isEqualTo("zone=rack-a");
    }

    @Test
    public void containerIsRefusedByAHostThatCannotHaveIt() throws Exception {
        add("prod").execute();
        rule.write(PROD, tx -> {
            machines.setSupportedContainers(tx, PROD, new MachineId("0"), List.of());
            return null;
        });
        MachineAddCommand container = add("prod");
        container.placement = "lxd:0";

        refused(container, "Machine 0 does not support lxd containers.");
    }

    @Test
    public void optionsNarrowTheListDown() throws Exception {
        MachineAddCommand two = add("prod");
        two.count = 2;
        two.execute();
        MachineAddCommand noble = add("prod");
        noble.base = "ubuntu@20.04";
        noble.placement = "lxd:1";
        noble.execute();
        rule.write(PROD, tx -> {
            machines.setInstance(
                    tx,
                    PROD,
                    new MachineId("0"),
                    "nonce",
                    new Instance("i-0", "", HardwareCharacteristics.UNKNOWN, List.of()));
            machines.setStatus(
                    tx,
                    PROD,
                    StatusKind.AGENT,
                    new MachineId("1"),
                    new StatusInfo("error", "broken", Map.of(), Instant.EPOCH));
            machines.setLife(tx, PROD, new MachineId("0"), Life.DYING);
            return null;
        });
        output.text();

        assertThat(listed(list -> list.life = "dying")).containsExactly("0");
        assertThat(listed(list -> list.provisioned = true)).containsExactly("0");
        assertThat(listed(list -> list.notProvisioned = true)).containsExactly("1", "1/lxd/0");
        assertThat(listed(list -> list.failed = true)).containsExactly("1");
        assertThat(listed(list -> list.status = "pending")).containsExactly("0", "1", "1/lxd/0");
        assertThat(listed(list -> list.base = "ubuntu@20.04")).containsExactly("1/lxd/0");
        assertThat(listed(list -> list.host = "1")).containsExactly("1/lxd/0");
        assertThat(listed(list -> list.zone = "rack-z")).isEmpty();
        assertThatThrownBy(() -> listed(list -> list.life = "undead"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("expected alive, dying or dead");
        assertThatThrownBy(() -> listed(list -> list.host = "9"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("There is no machine 9");
    }

    private List<String> listed(Consumer<MachineListCommand> options) throws Exception {
        MachineListCommand list = machineList("prod");
        options.accept(list);
        list.execute();
        return output.lines().stream()
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
    }

    @Test
    public void listShowsInstanceZoneAndWhatAnErrorIsAbout() throws Exception {
        add("prod").execute();
        output.text();
        HardwareCharacteristics hardware = new HardwareCharacteristics(
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                Optional.of("rack-b"),
                Optional.empty());
        MachineId zero = new MachineId("0");
        rule.write(PROD, tx -> {
            machines.setInstance(tx, PROD, zero, "nonce", new Instance("i-0", "", hardware, List.of()));
            machines.setStatus(
                    tx,
                    PROD,
                    StatusKind.INSTANCE,
                    zero,
                    new StatusInfo("provisioning error", "no\033[2J\tquota", Map.of(), Instant.EPOCH));
            return null;
        });

        machineList("prod").execute();

        assertThat(output.lines())
                .containsExactly(
                        "0\talive\tubuntu@24.04/stable\ti-0\tpending\tprovisioning error: no [2J quota\track-b\t");
    }

    @Test
    public void emptyTableSaysSo() throws Exception {
        MachineListCommand list = machineList("prod");
        list.noFormat = false;

        list.execute();

        assertThat(output.text()).contains("Machine status").contains("No machines");
    }

    @Test
    public void wrongOptionsAreNamedWithWhatWasExpected() {
        MachineAddCommand count = add("prod");
        count.count = 0;
        refused(count, "--count must be from 1 to 1000, not 0");
        MachineAddCommand constraints = add("prod");
        constraints.constraints = "mem=lots";
        refused(constraints, "bad \"mem\" constraint: must be a non-negative float with optional M/G/T/P suffix");
        MachineAddCommand base = add("prod");
        base.base = "jammy";
        refused(base, "base \"jammy\" (expected <os>@<channel>, such as ubuntu@22.04/stable) not valid");
        MachineAddCommand container = add("prod");
        container.placement = "docker:0";
        refused(container, "Containers are of type lxd, not \"docker\"; give lxd:MACHINE.");
        MachineAddCommand orphan = add("prod");
        orphan.placement = "lxd:7";
        refused(orphan, "There is no machine 7; facet:machine-list shows those there are.");
        MachineAddCommand space = add("prod");
        space.constraints = "spaces=nowhere";
        refused(space, "There is no space \"nowhere\"; facet:space-list shows those there are.");
    }

    @Test
    public void modelThatIsMissingOrAmbiguousIsSaidSo() {
        refused(add("nope"), "There is no model \"nope\"; facet:model-list shows those there are.");
        refused(
                add("test"),
                "Model name \"test\" is ambiguous; give one of the UUIDs " + TEST_ONE + " (owner admin), " + TEST_TWO
                        + " (owner admin)");
    }

    @Test
    public void missingServiceIsNamedWithItsBundle() {
        MachineAddCommand command = add("prod");
        command.machines = null;
        refused(command, "MachineService is not available; is bundle io.facet.machine active?");
        ModelListCommand list = modelList();
        list.store = null;
        assertThatThrownBy(list::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("Store is not available; is bundle io.facet.store active?");
    }

    @Test
    public void tabKeyOffersModelsAndTheirMachines() throws Exception {
        MachineAddCommand two = add("prod");
        two.count = 2;
        two.execute();

        assertThat(CompletionCheck.models(store, models)).containsExactlyInAnyOrder("prod", TEST_ONE, TEST_TWO);
        assertThat(CompletionCheck.machines(store, models, machines, "prod")).containsExactlyInAnyOrder("0", "1");
        // Options come before the model, so machines are offered while none is named yet.
        assertThat(CompletionCheck.machines(store, models, machines, "--containers-of"))
                .containsExactlyInAnyOrder("0", "1");
        assertThat(CompletionCheck.models(null, models)).isEmpty();
    }

    private void create(String uuid, String name, Map<String, Object> config) {
        Map<String, Object> whole = new HashMap<>(config);
        whole.putAll(Map.of("name", name, "uuid", uuid, "type", "maas"));
        rule.write(uuid, tx -> {
            models.create(
                    tx,
                    new ModelInfo(uuid, name, "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5")),
                    whole,
                    false);
            return null;
        });
    }

    private ModelListCommand modelList() {
        ModelListCommand command = new ModelListCommand();
        command.noFormat = true;
        command.store = store;
        command.models = models;
        command.machines = machines;
        return command;
    }

    private MachineListCommand machineList(String model) {
        MachineListCommand command = new MachineListCommand();
        command.noFormat = true;
        command.model = model;
        command.store = store;
        command.models = models;
        command.machines = machines;
        return command;
    }

    private MachineAddCommand add(String model) {
        MachineAddCommand command = new MachineAddCommand();
        command.model = model;
        command.store = store;
        command.models = models;
        command.machines = machines;
        command.networks = networks;
        return command;
    }

    private static void refused(MachineAddCommand command, String message) {
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
    }
}
