// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;

import io.facet.core.Base;
import io.facet.core.ConstraintsText;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.StatusKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Rule;
import org.junit.Test;

/** What the methods of provisioner.md section 4 tell of machines. */
public class MachineReadsTest {

    private static final String NOT_FOUND = error("machine 42 not found", "not found");

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void lifeComesInOrderOfTheArgumentsWithAnErrorForEachThatFails() {
        facade.machine("0", Life.ALIVE);
        facade.machine("1", Life.DYING);
        facade.machine("2", Life.DEAD);
        facade.machine("1/lxd/0", Life.ALIVE);
        facade.machine("0/lxd/0", Life.DYING);

        assertJson(
                facade.call(
                        "Life",
                        entities(
                                "machine-2",
                                "machine-0",
                                "machine-1",
                                "machine-0",
                                "machine-42",
                                "machine-1-lxd-0",
                                "machine-0/lxd/0",
                                "unit-web-0",
                                "nonsense",
                                "")),
                "{'results':[{'life':'dead'},{'life':'alive'},{'life':'dying'},{'life':'alive'},"
                        + "{'life':'','error':" + NOT_FOUND + "},{'life':'','error':" + DENIED + "},{'life':'dying'},"
                        + "{'life':'','error':" + DENIED + "},{'life':'','error':" + DENIED + "},"
                        + "{'life':'','error':" + DENIED + "}]}");
    }

    @Test
    public void emptyArgumentsGiveEmptyResults() {
        for (String method : List.of(
                "Life",
                "Status",
                "InstanceStatus",
                "InstanceId",
                "AvailabilityZone",
                "KeepInstance",
                "Constraints",
                "ProvisioningInfo",
                "EnsureDead",
                "MarkMachinesForRemoval",
                "Remove",
                "SetStatus",
                "SetInstanceStatus",
                "SetModificationStatus",
                "SetInstanceInfo",
                "SetPasswords",
                "WatchContainers",
                "WatchAllContainers",
                "ControllerAPIInfoForModels")) {
            assertJson(facade.call(method, "{}"), "{'results':[]}");
            assertJson(facade.call(method, "null"), "{'results':[]}");
        }
    }

    @Test
    public void instanceIdTellsPendingMachinesByItsCode() {
        facade.machine("0", Life.ALIVE, "", true);
        facade.machine("1", Life.ALIVE, "", false);

        assertJson(
                facade.call("InstanceId", entities("machine-0", "machine-1", "machine-42", "machine-0-lxd-0/x")),
                "{'results':[{'result':'i-0'},"
                        + "{'result':'','error':" + error("machine 1 not provisioned", "not provisioned") + "},"
                        + "{'result':'','error':" + NOT_FOUND + "},{'result':'','error':" + DENIED + "}]}");
    }

    @Test
    public void availabilityZoneIsThatOfTheInstance() {
        HardwareCharacteristics zoned = new HardwareCharacteristics(
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                Optional.of("az1"),
                Optional.empty());
        facade.machines("0", "1");
        facade.write(tx -> {
            facade.machines.setInstance(tx, MODEL, new MachineId("0"), "n", new Instance("i", "", zoned, List.of()));
            return null;
        });
        facade.machine("2", Life.ALIVE, "", true);

        assertJson(
                facade.call(
                        "AvailabilityZone",
                        entities("machine-0", "machine-2", "machine-1", "machine-42", "machine-3-lxd-0")),
                "{'results':[{'result':'az1'},{'result':''},"
                        + "{'result':'','error':" + error("machine 1 not provisioned", "not provisioned") + "},"
                        + "{'result':'','error':" + NOT_FOUND + "},{'result':'','error':" + DENIED + "}]}");
    }

    @Test
    public void keepInstanceIsFalseUnlessSet() {
        facade.machines("0", "1");
        facade.write(tx -> {
            facade.machines.setKeepInstance(tx, MODEL, new MachineId("1"), true);
            return null;
        });

        assertJson(
                facade.call("KeepInstance", entities("machine-0", "machine-1", "machine-42", "machine-3-lxd-0")),
                "{'results':[{'result':false},{'result':true},{'result':false,'error':" + NOT_FOUND + "},"
                        + "{'result':false,'error':" + DENIED + "}]}");
    }

    @Test
    public void constraintsKeepUnsignedNumbersAndTellUnsetFromEmpty() {
        facade.machine("0", Life.ALIVE, "cores=123 mem=8192 spaces=db,^pub allocate-public-ip=false", false);
        facade.machine("1", Life.ALIVE);
        facade.importMachine(new Machine(
                new MachineId("2"),
                Life.ALIVE,
                Base.parse("ubuntu@22.04"),
                ConstraintsText.parse("arch= tags= mem= cores=18446744073709551615"),
                "",
                List.of(Machine.JOB_HOST_UNITS),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

        assertJson(
                facade.call("Constraints", entities("machine-0", "machine-1", "machine-2", "machine-42")),
                "{'results':["
                        + "{'constraints':{'cores':123,'mem':8192,'spaces':['db','^pub'],'allocate-public-ip':false}},"
                        + "{'constraints':{}},"
                        + "{'constraints':{'arch':'','cores':18446744073709551615,'mem':0,'tags':[]}},"
                        + "{'constraints':{},'error':" + NOT_FOUND + "}]}");
    }

    @Test
    public void statusHasAllKeys() {
        facade.machines("0");
        facade.write(tx -> {
            facade.machines.setStatus(
                    tx,
                    MODEL,
                    StatusKind.INSTANCE,
                    new MachineId("0"),
                    new StatusInfo("running", "up", Map.of("a.$b", List.of(1)), ProvisionerRule.THEN));
            return null;
        });
        String since = "'since':'2026-01-02T03:04:05.678901Z'";
        String failed = "{'id':'','life':'','status':'','info':'','data':null,'since':null,'error':";

        assertJson(
                facade.call(
                        "Status",
                        entities("machine-0", "machine-42", "machine-0-lxd-0/x", "unit-web-0", "machine-1-lxd-0")),
                "{'results':[{'id':'','life':'','status':'pending','info':'','data':{}," + since + "},"
                        + failed + NOT_FOUND + "},"
                        + failed + error("\"machine-0-lxd-0/x\" is not a valid machine tag", "") + "},"
                        + failed + DENIED + "},"
                        + failed + DENIED + "}]}");
        assertJson(
                facade.call("InstanceStatus", entities("machine-0", "machine-42", "nonsense")),
                "{'results':[{'id':'','life':'','status':'running','info':'up','data':{'a.$b':[1]}," + since + "},"
                        + failed + NOT_FOUND + "}," + failed + DENIED + "}]}");
    }

    @Test
    public void machineAgentSeesItselfAndItsDirectContainers() {
        facade.machines("0", "1", "1/lxd/0", "1/lxd/0/lxd/0", "0/lxd/0");

        assertJson(
                facade.call(
                        agent("1"),
                        "Life",
                        entities(
                                "machine-1",
                                "machine-1-lxd-0",
                                "machine-1-lxd-99",
                                "machine-1-lxd-0-lxd-0",
                                "machine-0",
                                "machine-42")),
                "{'results':[{'life':'alive'},{'life':'alive'},"
                        + "{'life':'','error':" + error("machine 1/lxd/99 not found", "not found") + "},"
                        + "{'life':'','error':" + DENIED + "},{'life':'','error':" + DENIED + "},"
                        + "{'life':'','error':" + DENIED + "}]}");
    }
}
