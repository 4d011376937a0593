// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.core.Life;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** The rules of provisioner.md section 6, and MachinesWithTransientErrors of section 3. */
public class StatusWritesTest {

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void agentStatusTakesItsOwnValuesOnly() {
        facade.machines("0");
        Object[][] table = {
            {"started", "", ""},
            {"stopped", "x", ""},
            {"pending", "", ""},
            {"error", "broken", ""},
            {"error", "", "cannot set status \"error\" without info"},
            {"down", "x", "cannot set status \"down\""},
            {"", "x", "cannot set invalid status \"\""},
            {"allocating", "x", "cannot set invalid status \"allocating\""},
            {"provisioning error", "x", "cannot set invalid status \"provisioning error\""},
        };
        for (Object[] row : table) {
            String expected = row[2].equals("") ? "{}" : "{'error':" + error((String) row[2], "") + "}";
            assertJson(
                    facade.call("SetStatus", status("machine-0", (String) row[0], (String) row[1], "{}")),
                    "{'results':[" + expected + "]}");
        }
        assertThat(read("Status", "machine-0").get("status").asText()).isEqualTo("error");
        assertThat(read("Status", "machine-0").get("info").asText()).isEqualTo("broken");
    }

    @Test
    public void instanceAndModificationStatusTakeAnything() {
        facade.machines("0");
        for (String value : List.of("", "pending", "allocating", "running", "unknown", "whatever")) {
            assertJson(facade.call("SetInstanceStatus", status("machine-0", value, "", "null")), "{'results':[{}]}");
            assertThat(read("InstanceStatus", "machine-0").get("status").asText())
                    .isEqualTo(value);
            assertJson(
                    facade.call("SetModificationStatus", status("machine-0", value, "", "null")), "{'results':[{}]}");
        }
        assertThat(read("Status", "machine-0").get("status").asText()).isEqualTo("pending");
    }

    @Test
    public void instanceErrorPutsTheMachineIntoErrorToo() {
        facade.machines("0", "1");
        facade.call("SetInstanceStatus", status("machine-0", "provisioning error", "no room", "{'transient':true}"));
        facade.call("SetInstanceStatus", status("machine-1", "error", "gone", "{}"));

        JsonNode machine = read("Status", "machine-0");
        JsonNode instance = read("InstanceStatus", "machine-0");
        assertThat(instance.get("status").asText()).isEqualTo("provisioning error");
        assertThat(machine.get("status").asText()).isEqualTo("error");
        assertThat(machine.get("info").asText()).isEqualTo("no room");
        assertJson(machine.get("data"), "{'transient':true}");
        assertThat(machine.get("since")).isEqualTo(instance.get("since"));
        assertThat(read("Status", "machine-1").get("status").asText()).isEqualTo("error");

        facade.call("SetInstanceStatus", status("machine-0", "allocating", "", "null"));
        assertThat(read("Status", "machine-0").get("status").asText()).isEqualTo("error");
    }

    @Test
    public void instanceErrorWithoutInfoStaysWhenTheMachineErrorIsRefused() {
        facade.machines("0");

        assertJson(
                facade.call("SetInstanceStatus", status("machine-0", "provisioning error", "", "null")),
                "{'results':[{'error':" + error("cannot set status \"error\" without info", "") + "}]}");

        assertThat(read("InstanceStatus", "machine-0").get("status").asText()).isEqualTo("provisioning error");
        assertThat(read("Status", "machine-0").get("status").asText()).isEqualTo("pending");
    }

    @Test
    public void newStatusReplacesTheOldOneAsAWhole() {
        facade.machines("0");
        facade.call("SetInstanceStatus", status("machine-0", "running", "a", "{'x':1,'y':{'z':[null,1.5,'t']}}"));
        JsonNode first = read("InstanceStatus", "machine-0");
        assertJson(first.get("data"), "{'x':1,'y':{'z':[null,1.5,'t']}}");

        facade.call("SetInstanceStatus", status("machine-0", "running", "a", "{'x':1,'y':{'z':[null,1.5,'t']}}"));
        assertThat(read("InstanceStatus", "machine-0")).isEqualTo(first);

        facade.call("SetInstanceStatus", status("machine-0", "running", "a", "{'x':2}"));
        assertJson(read("InstanceStatus", "machine-0").get("data"), "{'x':2}");
        facade.call("SetInstanceStatus", status("machine-0", "running", "a", "null"));
        assertJson(read("InstanceStatus", "machine-0").get("data"), "{}");
    }

    @Test
    public void entriesThatFailLeaveTheOthers() {
        facade.machines("0", "1");
        facade.machine("2", Life.DEAD);

        assertJson(
                facade.call(
                        "SetStatus",
                        "{'entities':[" + entry("machine-0", "started") + "," + entry("machine-42", "started") + ","
                                + entry("machine-1", "nonsense") + "," + entry("machine-2", "stopped") + ","
                                + entry("nonsense", "started") + "," + entry("unit-web-0", "started") + ","
                                + entry("machine-1-lxd-0", "started") + "," + entry("machine-1", "started") + "]}"),
                "{'results':[{},{'error':" + error("machine 42 not found", "not found") + "},"
                        + "{'error':" + error("cannot set invalid status \"nonsense\"", "") + "},{},"
                        + "{'error':" + error("\"nonsense\" is not a valid tag", "") + "},"
                        + "{'error':" + DENIED + "},{'error':" + DENIED + "},{}]}");

        assertThat(read("Status", "machine-0").get("status").asText()).isEqualTo("started");
        assertThat(read("Status", "machine-1").get("status").asText()).isEqualTo("started");
        assertThat(read("Status", "machine-2").get("status").asText()).isEqualTo("stopped");
        assertJson(
                facade.call("SetInstanceStatus", status("nonsense", "running", "", "{}")),
                "{'results':[{'error':" + DENIED + "}]}");
    }

    @Test
    public void transientErrorsAreListedInIdOrderWithoutTheirTime() {
        facade.machines("10", "2", "3", "4", "5", "6");
        facade.machine("7", Life.ALIVE, "", true);
        facade.machine("1", Life.DYING);
        fail("machine-10", "provisioning error", "{'transient':true}");
        fail("machine-2", "error", "{'transient':true,'x':1}");
        fail("machine-3", "provisioning error", "{'transient':'true'}");
        fail("machine-4", "provisioning error", "{}");
        fail("machine-5", "running", "{'transient':true}");
        fail("machine-7", "error", "{'transient':true}");
        fail("machine-1", "error", "{'transient':true}");

        assertJson(
                facade.call("MachinesWithTransientErrors", "{}"),
                "{'results':[" + failed("1", "dying", "error", "{'transient':true}") + ","
                        + failed("2", "alive", "error", "{'transient':true,'x':1}") + ","
                        + failed("10", "alive", "provisioning error", "{'transient':true}") + "]}");
    }

    @Test
    public void transientErrorsAreThoseTheCallerMaySee() {
        facade.machines("0", "1", "1/lxd/0", "0/lxd/0", "1/lxd/0/lxd/0");
        for (String container : List.of("machine-1-lxd-0", "machine-0-lxd-0")) {
            String host = container.substring("machine-".length(), container.indexOf("-lxd"));
            facade.call(agent(host), "SetInstanceStatus", status(container, "error", "why", "{'transient':true}"));
        }
        fail("machine-1", "error", "{'transient':true}");
        fail("machine-0", "error", "{'transient':true}");

        assertThat(ids(facade.call("MachinesWithTransientErrors", "{}"))).containsExactly("0", "0/lxd/0", "1");
        assertThat(ids(facade.call(agent("1"), "MachinesWithTransientErrors", "{}")))
                .containsExactly("1", "1/lxd/0");
        assertThat(ids(facade.call(agent("1/lxd/0"), "MachinesWithTransientErrors", "{}")))
                .containsExactly("1/lxd/0");
        assertJson(facade.call(agent("42"), "MachinesWithTransientErrors", "{}"), "{'results':[]}");
    }

    private static List<String> ids(JsonNode results) {
        return results.get("results").findValuesAsText("id");
    }

    private void fail(String tag, String status, String data) {
        assertJson(facade.call("SetInstanceStatus", status(tag, status, "why", data)), "{'results':[{}]}");
    }

    private static String failed(String id, String life, String status, String data) {
        return "{'id':'" + id + "','life':'" + life + "','status':'" + status + "','info':'why','data':" + data
                + ",'since':null}";
    }

    private JsonNode read(String method, String tag) {
        return facade.call(method, entities(tag)).get("results").get(0);
    }

    private static String entry(String tag, String status) {
        return "{'tag':'" + tag + "','status':'" + status + "','info':'','data':null}";
    }

    private static String status(String tag, String status, String info, String data) {
        return "{'entities':[{'tag':'" + tag + "','status':'" + status + "','info':'" + info + "','data':" + data
                + "}]}";
    }
}
