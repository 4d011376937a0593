// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static io.facet.shell.internal.commands.ShopRule.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.application.api.Unit;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Machine;
import io.facet.machine.api.StatusKind;
import io.facet.network.api.DeviceAddress;
import io.facet.provisioning.api.FailedMachine;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Rule;
import org.junit.Test;

/** The commands that show machines, let them go, and do what their agents or provisioners should have done. */
public class MachineLifeCommandsTest {
    @Rule
    public final ShopRule shop = new ShopRule();

    @Rule
    public final Output output = new Output();

    @Test
    public void machineThatHostsNothingBecomesDying() throws Exception {
        remove(command -> command.ids = List.of("5", "3"));

        assertThat(output.lines())
                .containsExactly(
                        "Machine 5 is dying; its agent has to end, then the provisioner stops instance i-5 and clears it"
                                + " away.",
                        "Machine 3 is dying; the provisioner clears it away.");
        assertThat(life("5")).isEqualTo(Life.DYING);
        assertThat(life("3")).isEqualTo(Life.DYING);
    }

    @Test
    public void machineThatHostsSomethingIsRefusedAndNothingChanges() {
        String end = ". With --force a machine goes with all that it hosts.";
        for (String[] hosting : new String[][] {
            {"0", "machine 0 has unit \"db/0\" assigned"},
            {"1", "machine 1 has attachments [volume-1]"},
            {"2", "machine 2 is hosting containers \"2/lxd/0\""},
            {"4", "machine 4 runs the controller"},
            {"9", "machine 9 not found"}
        }) {
            refused(
                    () -> remove(command -> command.ids = List.of("5", hosting[0])),
                    "Nothing was removed: " + hosting[1] + end);
        }
        refused(
                () -> remove(command -> {
                    command.force = true;
                    command.ids = List.of("4");
                }),
                "Nothing was removed: machine 4 runs the controller.");
        refused(
                () -> remove(command -> command.ids = List.of("five")),
                "\"five\" is not a machine id, such as 4 or 4/lxd/0");
        assertThat(life("5")).isEqualTo(Life.ALIVE);
    }

    @Test
    public void forceLeavesOnlyTheInstanceToTheProvisioner() throws Exception {
        remove(command -> {
            command.force = true;
            command.ids = List.of("0", "1");
        });

        assertThat(output.lines())
                .containsExactly(
                        "Machine 0 is dead; the provisioner stops instance i-0 and clears it away; units that were on it:"
                                + " db/0.",
                        "Machine 1 is dead; the provisioner stops instance i-1 and clears it away; storage that stays:"
                                + " volume-1.");
        assertThat(life("0")).isEqualTo(Life.DEAD);
        assertThat(life("1")).isEqualTo(Life.DEAD);
    }

    @Test
    public void forceRemovesWhatNobodyHasToStop() throws Exception {
        remove(command -> {
            command.force = true;
            command.ids = List.of("2", "6");
        });
        assertThat(output.lines())
                .containsExactly(
                        "Machine 2 is removed; containers that go with it: 2/lxd/0; units that were on it: web/0.",
                        "Machine 6 is removed; nobody has been asked to stop instance i-6.");

        remove(command -> {
            command.force = true;
            command.keepInstance = true;
            command.ids = List.of("5");
        });

        await().untilAsserted(() -> assertThat(List.of("2", "2/lxd/0", "5", "6"))
                .allSatisfy(id -> assertThat(shop.machine(id)).isEmpty()));
        List<Unit> units = shop.read(tx -> shop.applications.allUnits(tx, SHOP));
        assertThat(units).extracting(Unit::name).containsExactly("db/0");
    }

    @Test
    public void instanceCanBeKept() throws Exception {
        remove(command -> {
            command.keepInstance = true;
            command.ids = List.of("5");
        });

        assertThat(output.text()).contains("the provisioner leaves instance i-5");
        assertThat(shop.machine("5").map(Machine::keepInstance)).contains(true);
    }

    @Test
    public void deadMachineIsSaidToWaitForItsProvisioner() throws Exception {
        remove(command -> command.ids = List.of("6"));

        assertThat(output.lines())
                .containsExactly(
                        "Machine 6 is dead already; the provisioner clears it away, and --force does so without.");
    }

    @Test
    public void retryMarksTheErrorsOfAllThatFailed() throws Exception {
        retry(null);
        assertThat(output.lines()).containsExactly("3");
        assertThat(transientErrors()).containsExactly("3");
        assertThat(status(StatusKind.INSTANCE, "3"))
                .satisfies(status -> assertThat(status.status()).isEqualTo("provisioning error"))
                .satisfies(status -> assertThat(status.info()).isEqualTo("no quota"));

        retry(List.of("3"));
        assertThat(output.lines()).containsExactly("3");
    }

    @Test
    public void retryOfWhatHasNotFailedIsRefused() throws Exception {
        refused(() -> retry(List.of("3", "2")), "Starting machine 2 has not failed; its instance status is pending.");
        refused(
                () -> retry(List.of("5")),
                "Machine 5 has instance i-5; facet:machine-reprovision gives it up for lost.");
        refused(() -> retry(List.of("9")), "There is no machine 9; facet:machine-list shows those there are.");
        assertThat(transientErrors()).isEmpty();

        MachineRetryCommand elsewhere = shop.command(MachineRetryCommand.class);
        elsewhere.model = "empty";
        elsewhere.execute();
        assertThat(output.lines()).containsExactly("No machine has failed.");
    }

    @Test
    public void lostInstanceIsForgottenAndAskedForAgain() throws Exception {
        reprovision(false, "5");

        assertThat(output.lines())
                .containsExactly("Machine 5 has forgotten instance i-5; a provisioner will start another.");
        assertThat(shop.machine("5").orElseThrow().instance()).isEmpty();
        assertThat(shop.machine("5").orElseThrow().nonce()).isEmpty();
        assertThat(transientErrors()).containsExactly("5");
    }

    @Test
    public void whatWasOnALostInstanceIsMadeOnceMore() throws Exception {
        refused(
                () -> reprovision(false, "0"),
                "Nothing was changed: machine 0 has unit \"db/0\" assigned. With --force a machine loses what it hosts.");
        reprovision(true, "0");
        reprovision(true, "1");

        Map<String, Volume> volumes = shop.read(tx -> shop.storage.volumes(tx, SHOP, List.of("0", "1")));
        assertThat(volumes.get("0").info()).isEmpty();
        assertThat(volumes.get("0").status()).isEqualTo("pending");
        assertThat(volumes.get("1").info()).isPresent();
        List<VolumeAttachment> attachments = shop.read(tx -> shop.storage.allVolumeAttachments(tx, SHOP));
        assertThat(attachments)
                .allSatisfy(attachment -> assertThat(attachment.info()).isEmpty());
        Map<MachineId, List<DeviceAddress>> addresses =
                shop.read(tx -> shop.networks.addresses(tx, SHOP, List.of(new MachineId("0"))));
        assertThat(addresses).isEmpty();
    }

    @Test
    public void onlyMachinesThatLiveAndHaveAnInstanceCanLoseIt() {
        String before = "Nothing was changed: ";
        refused(() -> reprovision(true, "3"), before + "machine 3 not provisioned.");
        refused(() -> reprovision(true, "6"), before + "machine 6 is dead; no other instance is started for it.");
        refused(() -> reprovision(true, "4"), before + "machine 4 runs the controller.");
    }

    @Test
    public void statusesAreSetByHand() throws Exception {
        setStatus("instance", "running", "", "2", "3");
        assertThat(output.lines())
                .containsExactly(
                        "The instance status of machine 2 is running.", "The instance status of machine 3 is running.");
        assertThat(status(StatusKind.INSTANCE, "3").status()).isEqualTo("running");

        setStatus("agent", "pending", "", "3");
        assertThat(status(StatusKind.AGENT, "3").status()).isEqualTo("pending");

        setStatus("instance", "provisioning error", "no room", "2");
        assertThat(status(StatusKind.AGENT, "2").status()).isEqualTo("error");
        assertThat(status(StatusKind.AGENT, "2").info()).isEqualTo("no room");
    }

    @Test
    public void statusesThatMeanNothingAreRefused() {
        refused(
                () -> setStatus("agent", "running", "", "2"),
                "The agent status must be one of pending, started, stopped, error, not \"running\"");
        refused(
                () -> setStatus("unit", "active", "", "2"),
                "--kind must be instance, agent or modification, not \"unit\"");
        refused(() -> setStatus("agent", "error", "", "2"), "Status \"error\" needs a --message.");
        refused(
                () -> setStatus("agent", "pending", "", "9"),
                "There is no machine 9; facet:machine-list shows those there are.");
    }

    @Test
    public void lifeMovesForwardOnly() throws Exception {
        setLife("dying", "5");
        setLife("dead", "5", "3");
        assertThat(output.lines()).containsExactly("Machine 5 is dying.", "Machine 5 is dead.", "Machine 3 is dead.");
        assertThat(life("5")).isEqualTo(Life.DEAD);

        refused(() -> setLife("dying", "6"), "machine 6 is dead and cannot become dying again");
        refused(() -> setLife("dead", "0"), "machine 0 has unit \"db/0\" assigned");
        refused(() -> setLife("alive", "6"), "Life must be dying or dead, not \"alive\"");
    }

    @Test
    public void machineIsShownWithAllThatAProvisionerSees() throws Exception {
        ImageMetadataAddCommand image = shop.command(ImageMetadataAddCommand.class);
        image.image = "jammy-1";
        image.base = "ubuntu@22.04";
        image.execute();

        show("0");

        assertThat(output.lines())
                .contains(
                        "Machine\t0",
                        "Life\talive",
                        "Constraints\tspaces=internal",
                        "Has nonce\tyes",
                        "Supported containers\tnot known",
                        "Instance\ti-0",
                        "Hardware\tarch=amd64 cores=2 mem=4096M tags=fast",
                        "Zone\track-a",
                        "Statuses\tagent\tstarted\t\t2026-11-20T10:00:00Z\t",
                        "Devices\teth0\tethernet\t52:54:00:00:00:01\t1500\tyes\t\t",
                        "Addresses\teth0\t10.1.0.5\t10.1.0.0/24\tinternal\tstatic\tmachine\t10.1.0.1",
                        "Volumes\t0\tssd\t1025\tattached\t\t0\tsdb\tvol-0",
                        "Units\tdb/0\tdb\t0\t",
                        "Not told\t",
                        "Endpoint bindings\t(default)\t7",
                        "Instance tags\tjuju-machine-id\tshop-machine-0",
                        "Where to go\tinternal\tp1\track-a")
                .anyMatch(line -> line.startsWith("Images\tjammy-1\tdefault\t22.04\tamd64"))
                .noneMatch(line -> line.contains("secret-nonce"));
    }

    @Test
    public void whatCannotBeToldIsSaidSo() throws Exception {
        shop.write(SHOP, tx -> {
            shop.networks.moveSubnets(tx, SHOP, List.of("n1"), "s2");
            return null;
        });

        show("0");

        assertThat(output.lines())
                .contains("Machine\t0")
                .anyMatch(line -> line.startsWith("Not told\t") && line.length() > "Not told\t".length());
        refused(() -> show("9"), "There is no machine 9; facet:machine-list shows those there are.");
    }

    private void remove(Consumer<MachineRemoveCommand> options) throws Exception {
        MachineRemoveCommand command = shop.command(MachineRemoveCommand.class);
        options.accept(command);
        command.execute();
    }

    private void retry(List<String> ids) throws Exception {
        MachineRetryCommand command = shop.command(MachineRetryCommand.class);
        command.ids = ids;
        command.execute();
    }

    private void reprovision(boolean force, String id) throws Exception {
        MachineReprovisionCommand command = shop.command(MachineReprovisionCommand.class);
        command.force = force;
        command.ids = List.of(id);
        command.execute();
    }

    private void setStatus(String kind, String status, String message, String... ids) throws Exception {
        MachineStatusSetCommand command = shop.command(MachineStatusSetCommand.class);
        command.kind = kind;
        command.status = status;
        command.message = message;
        command.ids = List.of(ids);
        command.execute();
    }

    private void setLife(String life, String... ids) throws Exception {
        MachineLifeSetCommand command = shop.command(MachineLifeSetCommand.class);
        command.life = life;
        command.ids = List.of(ids);
        command.execute();
    }

    private void show(String id) throws Exception {
        MachineShowCommand command = shop.command(MachineShowCommand.class);
        command.machine = id;
        command.execute();
    }

    private Life life(String id) {
        return shop.machine(id).orElseThrow().life();
    }

    private StatusInfo status(StatusKind kind, String id) {
        MachineId machine = new MachineId(id);
        return shop.read(
                tx -> shop.machines.statuses(tx, SHOP, kind, List.of(machine)).get(machine));
    }

    private List<String> transientErrors() {
        List<FailedMachine> failed = shop.read(tx -> shop.provisioning.machinesWithTransientErrors(tx, SHOP));
        return failed.stream().map(machine -> machine.id().value()).toList();
    }

    /** A command that is run. */
    private interface Run {
        void run() throws Exception;
    }

    private static void refused(Run run, String message) {
        assertThatThrownBy(run::run).isInstanceOf(CommandException.class).hasMessage(message);
    }
}
