// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginRequest;
import io.facet.access.internal.LoginServiceImpl;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

/** SetInstanceInfo (provisioner.md 5.1) and SetPasswords (section 5). */
public class InstanceWritesTest {

    private static final String PREFIX = "cannot record provisioning info for \"i-1\": ";

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void instanceIsRecordedWithEverythingReported() {
        facade.machines("1");
        volumes("0", "1");

        assertJson(
                facade.call(
                        "SetInstanceInfo",
                        "{'machines':[{'tag':'machine-1','instance-id':'i-1','display-name':'shop-1','nonce':'n-1',"
                                + "'characteristics':{'arch':'amd64','mem':8192,'root-disk':20480,'cpu-cores':4,"
                                + "'cpu-power':100,'tags':['a'],'availability-zone':'nowhere','virt-type':'kvm'},"
                                + "'volumes':[{'volume-tag':'volume-0','info':{'volume-id':'vol-0','size':1024,"
                                + "'persistent':true,'pool':'other'}}],"
                                + "'volume-attachments':{'volume-0':{'device-name':'sdb','read-only':true}},"
                                + "'network-config':[{'device-index':'accepted as it is'}],"
                                + "'charm-profiles':['juju-shop-web-1']}]}"),
                "{'results':[{}]}");

        Machine machine = facade.machine("1");
        assertThat(machine.nonce()).isEqualTo("n-1");
        assertThat(machine.life()).isEqualTo(Life.ALIVE);
        assertThat(machine.instance()).hasValueSatisfying(instance -> {
            assertThat(instance.instanceId()).isEqualTo("i-1");
            assertThat(instance.displayName()).isEqualTo("shop-1");
            assertThat(instance.charmProfiles()).containsExactly("juju-shop-web-1");
            assertThat(instance.hardware().mem()).hasValue(8192);
            assertThat(instance.hardware().availabilityZone()).hasValue("nowhere");
        });
        Volume volume = volume("0");
        assertThat(volume.status()).isEqualTo("attached");
        assertThat(volume.info())
                .hasValueSatisfying(info -> assertThat(info.volumeId()).isEqualTo("vol-0"));
        assertThat(volume.pool()).isEqualTo("ebs");
        assertThat(status("Status")).isEqualTo("pending");
        assertThat(status("InstanceStatus")).isEqualTo("pending");
    }

    @Test
    public void checksComeInTheirOrder() {
        facade.machines("1");
        facade.machine("2", Life.DYING);
        facade.machine("3", Life.ALIVE, "", true);
        volumes("0", "1");
        String bad = "'volumes':[{'volume-tag':'%s','info':{'volume-id':'%s'}}]";
        String[][] table = {
            {instance("nonsense", "", "", ""), DENIED},
            {instance("machine-1-lxd-0", "", "", ""), DENIED},
            {instance("machine-42", "", "", ""), error("machine 42 not found", "not found")},
            {instance("machine-1", "", "", bad.formatted("", "")), error("Tag is empty", "")},
            {
                instance("machine-1", "", "", bad.formatted("machine-1", "v")),
                error("\"machine-1\" is not a valid volume tag", "")
            },
            {
                instance("machine-1", "", "", "'volume-attachments':{'x':{}}"),
                error("\"x\" is not a valid volume tag", "")
            },
            {
                instance("machine-1", "i-1", "", bad.formatted("volume-7", "v")),
                error(PREFIX + "cannot set info for volume \"7\": volume \"7\" not found", "not found")
            },
            {
                instance("machine-1", "i-1", "", bad.formatted("volume-0", "")),
                error(PREFIX + "cannot set info for volume \"0\": volume ID not set", "")
            },
            {
                instance("machine-1", "", "n", ""),
                error(
                        "cannot record provisioning info for \"\": cannot set instance data for machine \"1\":"
                                + " instance id and nonce cannot be empty",
                        "")
            },
            {
                instance("machine-2", "i-1", "", ""),
                error(PREFIX + "cannot set instance data for machine \"2\": instance id and nonce cannot be empty", "")
            },
            {
                instance("machine-2", "i-1", "n", ""),
                error(PREFIX + "cannot set instance data for machine \"2\": machine is not found or not alive", "")
            },
            {
                instance("machine-3", "i-1", "n", ""),
                error(PREFIX + "cannot set instance data for machine \"3\": already set", "")
            },
        };
        for (String[] row : table) {
            assertJson(
                    facade.call("SetInstanceInfo", "{'machines':[" + row[0] + "]}"),
                    "{'results':[{'error':" + row[1] + "}]}");
        }
    }

    @Test
    public void volumeThatIsProvisionedKeepsItsPoolAndItsId() {
        facade.machines("1", "2", "3");
        volumes("0", "1");
        String volume = "'volumes':[{'volume-tag':'volume-0','info':{'volume-id':'%s','pool':'%s','size':1}}]";
        String cannot = "cannot set info for volume \"0\": cannot change ";

        assertJson(
                facade.call(
                        "SetInstanceInfo",
                        "{'machines':[" + instance("machine-1", "i-0", "n", volume.formatted("v-1", "any")) + ","
                                + instance("machine-2", "i-1", "n", volume.formatted("v-1", "slow")) + ","
                                + instance("machine-2", "i-1", "n", volume.formatted("v-2", "ebs")) + ","
                                + instance("machine-2", "i-1", "n", volume.formatted("v-1", "ebs")) + ","
                                + instance("machine-3", "i-2", "n", volume.formatted("v-1", "")) + "]}"),
                "{'results':[{},{'error':" + error(PREFIX + cannot + "pool from \"ebs\" to \"slow\"", "")
                        + "},{'error':" + error(PREFIX + cannot + "volume ID from \"v-1\" to \"v-2\"", "")
                        + "},{},{}]}");
    }

    @Test
    public void attachmentThatIsNotMeantIsRefusedWithItsVolume() {
        facade.machines("1", "2");
        volumes("0", "1");

        JsonNode error = facade.call(
                        "SetInstanceInfo",
                        "{'machines':[" + instance("machine-2", "i-1", "n", "'volume-attachments':{'volume-0':{}}")
                                + "]}")
                .get("results")
                .get(0)
                .get("error");

        assertThat(error.get("message").asText())
                .startsWith(PREFIX + "cannot set volume attachment info for machine 2: setting attachment info for"
                        + " volume 0: ");
        assertThat(error.get("code").asText()).isEqualTo("not found");
    }

    @Test
    public void refusedReportLeavesNothingBehindAndTheOthersStand() {
        facade.machines("0", "1", "4");
        facade.machine("2", Life.DEAD);
        volumes("0", "2");

        assertJson(
                facade.call(
                        "SetInstanceInfo",
                        "{'machines':[" + instance("machine-0", "i-0", "n", "") + ","
                                + instance(
                                        "machine-2",
                                        "i-1",
                                        "n",
                                        "'volumes':[{'volume-tag':'volume-0','info':{'volume-id':'v'}}]")
                                + "," + instance("machine-1", "i-1", "n", "") + ","
                                + instance("machine-1", "i-1", "n", "") + ","
                                + instance("machine-4", "i-0", "n", "") + "]}"),
                "{'results':[{},{'error':"
                        + error(
                                PREFIX
                                        + "cannot set instance data for machine \"2\": machine is not found or not"
                                        + " alive",
                                "")
                        + "},{},{'error':"
                        + error(PREFIX + "cannot set instance data for machine \"1\": already set", "") + "},{}]}");

        assertThat(volume("0").info()).isEmpty();
        assertThat(facade.machine("0").instance()).isPresent();
        assertThat(facade.machine("1").instance()).isPresent();
        assertThat(facade.machine("4").instance()).isPresent();
    }

    @Test
    public void passwordsAreSetUnlessTooShortOrTheMachineIsDead() {
        facade.machines("1", "1/lxd/0");
        facade.machine("2", Life.DYING);
        facade.machine("3", Life.DEAD);
        String good = "0123456789abcdef01234567";

        assertJson(
                facade.call(
                        "SetPasswords",
                        "{'changes':[" + password("machine-1", good) + "," + password("machine-2", good) + ","
                                + password("machine-3", good) + "," + password("machine-3", "short") + ","
                                + password("machine-1", "short") + "," + password("machine-42", "short") + ","
                                + password("machine-1-lxd-0", good) + "," + password("nonsense", good) + "]}"),
                "{'results':[{},{},"
                        + "{'error':"
                        + error("updating machine \"3\": cannot set password: not found or dead", "dead") + "},"
                        + "{'error':" + tooShort() + "},{'error':" + tooShort() + "},"
                        + "{'error':" + error("machine 42 not found", "not found") + "},"
                        + "{'error':" + DENIED + "},{'error':" + DENIED + "}]}");
    }

    @Test
    public void newPasswordIsTheOnlyOneThatLogsIn() {
        facade.machine("1", Life.ALIVE, "", true);
        facade.machine("3", Life.DEAD, "", true);
        String first = "AbCdEfGhIjKlMnOpQrStUvWx";
        String second = "0123456789abcdef01234567";
        LoginServiceImpl logins = facade.logins();
        try {
            facade.call("SetPasswords", "{'changes':[" + password("machine-1", first) + "]}");
            assertThat(logsIn(logins, "1", first)).isTrue();

            facade.call(
                    "SetPasswords",
                    "{'changes':[" + password("machine-1", first) + "," + password("machine-1", second) + ","
                            + password("machine-3", second) + "]}");
            assertThat(logsIn(logins, "1", first)).isFalse();
            assertThat(logsIn(logins, "1", second)).isTrue();
            assertThat(logsIn(logins, "3", second)).isFalse();
        } finally {
            logins.close();
        }
    }

    private static boolean logsIn(LoginServiceImpl logins, String id, String password) {
        LoginRequest request = new LoginRequest(MODEL, new MachineId(id).tag(), password, "nonce-" + id);
        return logins.login(request).toCompletableFuture().join() instanceof LoginDecision.Accepted;
    }

    private static String tooShort() {
        return error("password is only 5 bytes long, and is not a valid Agent password", "");
    }

    private static String password(String tag, String password) {
        return "{'tag':'" + tag + "','password':'" + password + "'}";
    }

    private static String instance(String tag, String instanceId, String nonce, String more) {
        return "{'tag':'" + tag + "','instance-id':'" + instanceId + "','nonce':'" + nonce
                + "','characteristics':null,'network-config':null" + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private void volumes(String id, String machine) {
        facade.write(tx -> {
            facade.storage.importVolumes(
                    tx,
                    MODEL,
                    List.of(new Volume(id, Optional.empty(), "ebs", 1024, Optional.empty(), "pending")),
                    List.of(new VolumeAttachment(id, new MachineId(machine), false, Optional.empty())));
            return null;
        });
    }

    private Volume volume(String id) {
        return facade.read(tx -> facade.storage.volumes(tx, MODEL, List.of(id))).get(id);
    }

    private String status(String method) {
        return facade.call(method, entities("machine-1"))
                .get("results")
                .get(0)
                .get("status")
                .asText();
    }
}
