// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.NetworkFixture.CALLER;
import static io.facet.facade.provisioner.v11.internal.NetworkFixture.GUEST_TAG;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.core.MachineId;
import io.facet.facade.api.Caller;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** HostChangesForContainers: networking.md 2.1 to 2.5, 3.1 and the examples 1 to 13 of section 7. */
public class HostChangesTest {

    private static final String METHOD = "HostChangesForContainers";

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private NetworkFixture net;

    @Before
    public void addSpaces() {
        net = new NetworkFixture(facade);
    }

    @Test
    public void example1DeviceInTheWantedSpaceIsBridged() {
        given("provider", "stor", "eno1 ethernet 172.21.8.4/24", "eno2 ethernet 10.66.3.4/16");
        assertJson(
                changes(),
                "{'new-bridges':[{'host-device-name':'eno2','bridge-name':'br-eno2','mac-address':'52:54:00:00:00:01'}],"
                        + "'reconfigure-delay':0}");
    }

    @Test
    public void example2BridgingABondTakesTheDelay() {
        given("provider", "corp,stor", bonds());
        assertThat(bridges()).isEqualTo("bond0>br-bond0 bond0.300>br-bond0-300 delay 17");
    }

    @Test
    public void delayIsTheConfiguredOne() {
        facade.config(Map.of("net-bond-reconfigure-delay", 3));
        given("provider", "corp,stor", bonds());
        assertThat(bridges()).isEqualTo("bond0>br-bond0 bond0.300>br-bond0-300 delay 3");
    }

    @Test
    public void example3VlanOnABondIsNoBond() {
        given("provider", "corp", bonds());
        assertThat(bridges()).isEqualTo("bond0.300>br-bond0-300 delay 0");
    }

    @Test
    public void example4NaturallyFirstDeviceOfTheSpaceIsBridged() {
        given(
                "provider",
                "corp",
                "ens30 ethernet 172.21.8.1/24",
                "ens12 ethernet 172.21.8.2/24",
                "ens4.20 802.1q 172.21.8.3/24",
                "ens4 ethernet 172.21.8.4/24");
        assertThat(bridges()).isEqualTo("ens4>br-ens4 delay 0");
    }

    @Test
    public void example5OneBridgeInTheSpaceIsEnough() {
        given("provider", "corp", "ens3 ethernet 172.21.8.1/24", "br-ens9 bridge 172.21.9.1/24");
        assertJson(changes(), "{'new-bridges':null,'reconfigure-delay':0}");
    }

    @Test
    public void example6EveryDeviceOfAlphaIsBridgedAndLxdsBridgeIsNoneForTheProvider() {
        given("provider", "", "ens2 ethernet 10.1.0.2/24", "ens1 ethernet 10.2.0.2/24", "lxdbr0 bridge 10.91.7.1/24");
        assertThat(bridges()).isEqualTo("ens1>br-ens1 ens2>br-ens2 delay 0");
    }

    @Test
    public void example7LxdsBridgeWillDoLocally() {
        given("local", "", "ens1 ethernet 203.0.113.9/24", "lxdbr0 bridge 10.91.7.1/24");
        assertThat(bridges()).isEqualTo("none delay 0");
    }

    @Test
    public void example8LxdsBridgeWithoutAddressWillNotDo() {
        given("local", "", "ens1 ethernet 203.0.113.9/24", "lxdbr0 bridge");
        assertThat(bridges()).isEqualTo("ens1>br-ens1 delay 0");
    }

    @Test
    public void example9HostInSeveralSpacesLeavesNoObviousOne() {
        given("provider", "", "eno1 ethernet 172.21.8.4/24", "eno2 ethernet 10.66.3.4/16");
        assertRefused("no obvious space for container \"4/lxd/2\", host machine has spaces: \"corp\", \"stor\"");
    }

    @Test
    public void example10SpacesWithoutDeviceAreNamedInWantedOrder() {
        given("provider", "edge,stor", "eno1 ethernet 172.21.8.4/24");
        assertRefused("host machine \"4\" has no available device in space(s) \"edge\", \"stor\"");
    }

    @Test
    public void example11HostsOnlyKnownSpaceIsWanted() {
        given("provider", "", "eno1 ethernet 172.21.8.4/24", "eno7 ethernet 10.1.0.2/24");
        assertThat(bridges()).isEqualTo("eno1>br-eno1 delay 0");
    }

    @Test
    public void example12VlanOnABridgeCannotBeBridged() {
        given("provider", "corp", "br-core.30 802.1q ^br-core 172.21.8.9/24", "br-core bridge");
        assertRefused("host machine \"4\" has no available device in space(s) \"corp\"");
    }

    @Test
    public void example13SpaceOfTheHostIsByIdenticalRangeAndThatOfDevicesByContainment() {
        given("provider", "", "eno5 ethernet 172.21.8.70/26");
        assertRefused("host machine \"4\" has no available device in space(s) \"alpha\"");
    }

    @Test
    public void example18OpenVswitchBridgeIsOneForTheProviderOnly() {
        given("provider", "", "ovs-int ethernet ovs 172.21.8.4/24");
        assertThat(bridges()).isEqualTo("none delay 0");
        net.method("local");
        net.machine("4/lxd/3", "", "", "corp");
        assertThat(bridges("machine-4-lxd-3")).isEqualTo("ovs-int>br-ovs-int delay 0");
    }

    @Test
    public void unknownAndNegativeSpacesAreNotWanted() {
        given("provider", "ghost,^stor,edge", "eno1 ethernet 192.168.240.4/24");
        assertThat(bridges()).isEqualTo("eno1>br-eno1 delay 0");
    }

    @Test
    public void vlanWhoseParentIsUnknownFailsItsContainer() {
        given("provider", "corp", "ens3.7 802.1q ^ens3 172.21.8.4/24");
        assertJson(
                changes(),
                "{'error':{'message':'device with ID \"m#4#d#ens3\" not found','code':'not found'},"
                        + "'new-bridges':null,'reconfigure-delay':0}");
    }

    @Test
    public void portOfAnotherDeviceAndLoopbackCannotBeBridged() {
        given("provider", "corp", "ens3 ethernet ^bond0 172.21.8.4/24", "lo loopback 172.21.8.5/32");
        assertRefused("host machine \"4\" has no available device in space(s) \"corp\"");
    }

    @Test
    public void vlanOnAnEthernetDeviceCanBeBridged() {
        given("provider", "corp", "ens3.7 802.1q ^ens3 172.21.8.4/24", "ens3 ethernet");
        assertThat(bridges()).isEqualTo("ens3.7>br-ens3-7 delay 0");
    }

    @Test
    public void lastAddressDecidesOnTheSpaceOfADevice() {
        given("provider", "stor", "ens3 ethernet 172.21.8.4/24 10.66.1.1/16");
        assertRefused("host machine \"4\" has no available device in space(s) \"stor\"");
    }

    @Test
    public void callIsRefusedByTheFirstCheckThatFailsEvenWithoutEntities() {
        facade.machines("7");
        assertThat(facade.refusal(new Caller("controller-0", Caller.Kind.CONTROLLER, true), METHOD, "{}"))
                .isEqualTo("\"controller-0\" is not a valid machine tag []");
        assertThat(facade.refusal(new Caller("", Caller.Kind.MACHINE, false), METHOD, "{}"))
                .isEqualTo("authenticated entity tag is nil []");
        assertThat(facade.refusal(agent("9"), METHOD, "{}")).isEqualTo("machine 9 not found [not found]");
        assertThat(facade.refusal(agent("7"), METHOD, "{}"))
                .isEqualTo("cannot prepare container network config: host machine \"7\" not provisioned"
                        + " [not provisioned]");
        net.machine("8", "nonce", "vm-8", "");
        assertJson(facade.call(agent("8"), METHOD, "{}"), "{'results':[]}");
        net.method("fan");
        assertThat(facade.refusal(agent("8"), METHOD, "{}"))
                .isEqualTo("cannot get container networking method: unable to deduce container networking method"
                        + " \"fan\" from model config []");
    }

    @Test
    public void entityIsRefusedByTheFirstCheckThatFails() {
        given("provider", "");
        net.devices(new MachineId("4/lxd/2"), "eth0 ethernet ^m#4#d#br-eno1");
        JsonNode results = facade.call(
                        CALLER,
                        METHOD,
                        entities(
                                "nonsense",
                                "machine-x",
                                "user-bob",
                                "machine-5",
                                "machine-4-lxd-2-lxd-0",
                                "machine-4-lxd-9",
                                "machine-4"))
                .get("results");
        List<String> expected = List.of(
                "{'message':'\"nonsense\" is not a valid tag','code':''}",
                "{'message':'\"machine-x\" is not a valid machine tag','code':''}",
                "{'message':'\"user-bob\" is not a valid machine tag','code':''}",
                DENIED,
                DENIED,
                "{'message':'machine 4/lxd/9 not found','code':'not found'}",
                "{'message':'cannot prepare network config for \"machine-4\": not a container','code':''}");
        for (int i = 0; i < expected.size(); i++) {
            assertJson(results.get(i), "{'error':" + expected.get(i) + ",'new-bridges':null,'reconfigure-delay':0}");
        }
    }

    @Test
    public void hostChangesOfManyContainersCostTheQueriesOfOne() {
        given("provider", "", "eno1 ethernet 172.21.8.4/24");
        List<MachineId> one = List.of(new MachineId("4/lxd/2"));
        List<MachineId> many = Collections.nCopies(300, one.get(0));
        assertThat(statements(many)).isEqualTo(statements(one));
    }

    private long statements(List<MachineId> containers) {
        return facade.store.statementsOf(
                tx -> facade.containers.missingBridges(tx, ProvisionerRule.MODEL, CALLER.tag(), containers));
    }

    private static String[] bonds() {
        return new String[] {
            "bond0 bond 10.66.3.4/16",
            "eno3 ethernet ^bond0",
            "eno4 ethernet ^bond0",
            "bond0.300 802.1q ^bond0 172.21.9.4/24"
        };
    }

    private void given(String method, String spaces, String... devices) {
        net.method(method);
        net.machines("nonce", spaces);
        net.host(devices);
    }

    private JsonNode changes() {
        return changes(GUEST_TAG);
    }

    private JsonNode changes(String tag) {
        return facade.call(CALLER, METHOD, entities(tag)).get("results").get(0);
    }

    private void assertRefused(String message) {
        assertJson(
                changes(),
                "{'error':{'message':'" + message + "','code':''},'new-bridges':null," + "'reconfigure-delay':0}");
    }

    private String bridges() {
        return bridges(GUEST_TAG);
    }

    private String bridges(String tag) {
        JsonNode changes = changes(tag);
        assertThat(changes.has("error")).as(changes.toString()).isFalse();
        StringBuilder text = new StringBuilder();
        changes.get("new-bridges")
                .forEach(bridge -> text.append(bridge.get("host-device-name").asText())
                        .append(">")
                        .append(bridge.get("bridge-name").asText())
                        .append(" "));
        return (text.isEmpty() ? "none " : text) + "delay " + changes.get("reconfigure-delay");
    }
}
