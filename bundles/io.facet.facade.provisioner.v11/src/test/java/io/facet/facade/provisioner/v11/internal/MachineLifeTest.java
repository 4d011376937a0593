// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.application.api.Unit;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

/** The end of machines, provisioner.md section 8. */
public class MachineLifeTest {

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void machineThatHostsNothingDies() {
        facade.machines("0", "1");
        facade.machine("2", Life.DYING);
        facade.machine("3", Life.DEAD);

        assertJson(
                facade.call("EnsureDead", entities("machine-1", "machine-2", "machine-3", "machine-1")),
                "{'results':[{},{},{},{}]}");

        assertThat(life("0")).isEqualTo(Life.ALIVE);
        assertThat(life("1")).isEqualTo(Life.DEAD);
        assertThat(life("2")).isEqualTo(Life.DEAD);
        assertThat(life("3")).isEqualTo(Life.DEAD);
    }

    @Test
    public void controllerMachineStays() {
        facade.importMachine(new Machine(
                new MachineId("0"),
                Life.ALIVE,
                Base.parse("ubuntu@22.04"),
                Constraints.NONE,
                "",
                List.of(Machine.JOB_MANAGE_MODEL),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

        refused("machine-0", "machine 0 is still a voting controller member", "try again");
    }

    @Test
    public void machineWithPrincipalUnitsStays() {
        facade.machines("4", "5");
        facade.write(tx -> {
            facade.applications.importUnits(
                    tx, MODEL, List.of(unit("wordpress/1", "4", ""), unit("wordpress/0", "4", "")));
            facade.applications.importUnits(tx, MODEL, List.of(unit("logs/0", "5", "wordpress/1")));
            return null;
        });

        refused("machine-4", "machine 4 has unit \"wordpress/0\" assigned", "machine has assigned units");
        assertJson(facade.call("EnsureDead", entities("machine-5")), "{'results':[{}]}");
    }

    @Test
    public void machineWithContainersOfAnyLifeStays() {
        facade.machines("4", "4/lxd/0", "40/lxd/0");
        facade.machine("4/lxd/10", Life.DEAD);
        facade.machine("4/lxd/9", Life.DYING);

        refused(
                "machine-4",
                "machine 4 is hosting containers \"4/lxd/0,4/lxd/9,4/lxd/10\"",
                "machine is hosting containers");
    }

    @Test
    public void machineWithDetachableStorageStays() {
        facade.machines("4", "5");
        facade.write(tx -> {
            facade.storage.importStorageInstances(
                    tx, MODEL, List.of(new StorageInstance("pgdata/0", "block", Optional.empty())));
            facade.storage.importVolumes(
                    tx,
                    MODEL,
                    List.of(volume("2"), volume("10"), volume("5/0")),
                    List.of(attachment("2", "4"), attachment("10", "4"), attachment("5/0", "5")));
            return null;
        });

        refused("machine-4", "machine 4 has attachments [volume-10 volume-2]", "machine has attached storage");
        assertJson(facade.call("EnsureDead", entities("machine-5")), "{'results':[{}]}");
    }

    @Test
    public void unparsableTagFailsTheWholeCallAfterWhatStandsBeforeIt() {
        facade.machines("1", "2");

        assertThat(facade.refusal("EnsureDead", entities("machine-1", "nonsense", "machine-2")))
                .isEqualTo("\"nonsense\" is not a valid tag []");
        assertThat(facade.refusal("EnsureDead", entities("machine-x")))
                .isEqualTo("\"machine-x\" is not a valid machine tag []");
        assertThat(life("1")).isEqualTo(Life.DEAD);
        assertThat(life("2")).isEqualTo(Life.ALIVE);
    }

    @Test
    public void deniedAndMissingMachinesAreRefusedOneByOne() {
        facade.machines("1", "1/lxd/0");
        String results = "{'results':[{'error':" + error("machine 42 not found", "not found") + "}," + "{'error':"
                + DENIED + "},{'error':" + DENIED + "},%s]}";

        assertJson(
                facade.call("EnsureDead", entities("machine-42", "unit-web-0", "machine-1-lxd-0", "machine-1")),
                results.formatted("{'error':"
                        + error("machine 1 is hosting containers \"1/lxd/0\"", "machine is hosting containers")
                        + "}"));
        assertJson(
                facade.call("Remove", entities("machine-42", "unit-web-0", "machine-1-lxd-0", "nonsense")),
                results.formatted("{'error':" + DENIED + "}"));
        assertJson(
                facade.call(
                        "MarkMachinesForRemoval",
                        entities("machine-42", "machine-1-lxd-0", "unit-web-0", "nonsense", "machine-x")),
                "{'results':[{'error':" + error("machine 42 not found", "not found") + "},{'error':" + DENIED + "},"
                        + "{'error':" + error("\"unit-web-0\" is not a valid machine tag", "") + "},"
                        + "{'error':" + error("\"nonsense\" is not a valid tag", "") + "},"
                        + "{'error':" + error("\"machine-x\" is not a valid machine tag", "") + "}]}");
    }

    @Test
    public void onlyDeadMachinesAreMarkedForRemovalAndThenGo() {
        facade.machines("1");
        facade.machine("2", Life.DYING);
        facade.machine("3", Life.DEAD);

        assertJson(
                facade.call("MarkMachinesForRemoval", entities("machine-1", "machine-2", "machine-3", "machine-3")),
                "{'results':[{'error':" + error("cannot remove machine 1: machine is not dead", "") + "}," + "{'error':"
                        + error("cannot remove machine 2: machine is not dead", "") + "},{},{}]}");

        await().until(() -> facade.machine("3") == null);
    }

    @Test
    public void onlyDeadMachinesAreRemovedAndOnlyOnce() {
        facade.machines("1");
        facade.machine("2", Life.DYING);
        facade.machine("3", Life.DEAD);
        facade.machine("0/lxd/4", Life.ALIVE);

        assertJson(
                facade.call("Remove", entities("machine-1", "machine-2", "machine-3", "machine-3", "machine-0-lxd-4")),
                "{'results':[{'error':" + error("cannot remove machine \"machine-1\": still alive", "") + "},"
                        + "{'error':" + error("cannot remove machine 2: machine is not dead", "") + "},{},"
                        + "{'error':" + error("machine 3 not found", "not found") + "},"
                        + "{'error':" + error("cannot remove machine \"machine-0-lxd-4\": still alive", "")
                        + "}]}");

        assertThat(facade.machine("3")).isNull();
        assertJson(
                facade.call("Life", entities("machine-3")),
                "{'results':[{'life':'','error':" + error("machine 3 not found", "not found") + "}]}");
    }

    private void refused(String tag, String message, String code) {
        assertJson(facade.call("EnsureDead", entities(tag)), "{'results':[{'error':" + error(message, code) + "}]}");
        assertThat(life(tag.substring("machine-".length()))).isEqualTo(Life.ALIVE);
    }

    private Life life(String id) {
        return facade.machine(id).life();
    }

    private static Unit unit(String name, String machine, String principal) {
        return new Unit(
                name,
                name.substring(0, name.indexOf('/')),
                Optional.of(new MachineId(machine)),
                Optional.of(principal).filter(text -> !text.isEmpty()));
    }

    private static Volume volume(String id) {
        return new Volume(id, Optional.empty(), "ebs", 1024, Optional.empty(), "pending");
    }

    private static VolumeAttachment attachment(String volume, String machine) {
        return new VolumeAttachment(volume, new MachineId(machine), false, Optional.empty());
    }
}
