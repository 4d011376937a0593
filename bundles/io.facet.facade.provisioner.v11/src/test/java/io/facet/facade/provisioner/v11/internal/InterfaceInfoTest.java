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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudProvider;
import io.facet.cloud.api.ContainerAddressAllocator;
import io.facet.cloud.api.ContainerAddressRequest;
import io.facet.cloud.api.ContainerInterface;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * PrepareContainerInterfaceInfo, GetContainerInterfaceInfo and ReleaseContainerAddresses: networking.md sections 3 and 4,
 * and the examples 14 to 21 of section 7.
 */
public class InterfaceInfoTest {

    private static final String PREPARE = "PrepareContainerInterfaceInfo";
    private static final String GET = "GetContainerInterfaceInfo";
    private static final String RELEASE = "ReleaseContainerAddresses";

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private final List<ContainerAddressRequest> asked = new ArrayList<>();
    private NetworkFixture net;

    @Before
    public void addSpaces() {
        net = new NetworkFixture(facade);
    }

    @Test
    public void example14InterfaceOnLxdsBridgeAsksByDhcp() {
        given("local", "", "ens1 ethernet 203.0.113.9/24", "lxdbr0 bridge 10.91.7.1/24");
        JsonNode result = result(PREPARE);
        ObjectNode only = (ObjectNode) result.get("info").get(0);
        assertThat(only.get("mac-address").asText()).matches("00:16:3e(:[0-9a-f]{2}){3}");
        only.put("mac-address", "00:16:3e:5b:07:c2");
        assertJson(
                result,
                """
                {'info':[{'device-index':0,'mac-address':'00:16:3e:5b:07:c2','cidr':'10.91.7.0/24','mtu':1500,
                'provider-id':'','provider-network-id':'','provider-subnet-id':'','provider-space-id':'',
                'provider-address-id':'','provider-vlan-id':'','vlan-tag':0,'interface-name':'eth0',
                'parent-interface-name':'lxdbr0','interface-type':'ethernet','disabled':false,'config-type':'dhcp',
                'addresses':[{'value':'','cidr':'10.91.7.0/24','type':'hostname','scope':''}]}]}
                """);
    }

    @Test
    public void macAddressIsNewOnEveryCall() {
        given("local", "", "lxdbr0 bridge 10.91.7.1/24");
        assertThat(result(PREPARE).at("/info/0/mac-address"))
                .isNotEqualTo(result(PREPARE).at("/info/0/mac-address"));
    }

    @Test
    public void example15InterfacesFollowTheNaturalOrderOfBridges() {
        given(
                "provider",
                "corp",
                "br-eno10-40 bridge 172.21.8.1/24",
                "br-eno2 bridge 172.21.8.2/24",
                "br-eno10 bridge 172.21.8.3/24",
                "br-eno1 bridge 172.21.9.4/24");
        assertThat(parents(PREPARE)).isEqualTo("eth0>br-eno1 eth1>br-eno2 eth2>br-eno10 eth3>br-eno10-40 ");
    }

    @Test
    public void example16SpaceWithoutBridgeIsLeftOutWhileAnotherHasOne() {
        given("provider", "corp,stor", "br-eno1 bridge 172.21.9.4/24");
        assertThat(parents(PREPARE)).isEqualTo("eth0>br-eno1 ");
    }

    @Test
    public void example17NoBridgeInAnySpaceIsAnError() {
        given("provider", "corp,stor", "eno1 ethernet 172.21.9.4/24");
        assertJson(
                result(PREPARE),
                "{'error':{'message':'unable to find host bridge for space(s) \"corp\", \"stor\" for container"
                        + " \"4/lxd/2\"','code':''},'info':null}");
    }

    @Test
    public void example18OpenVswitchBridgePassesItsPortTypeOn() {
        given("provider", "", "ovs-int ethernet ovs 172.21.8.4/24");
        assertThat(parents(PREPARE)).isEqualTo("eth0>ovs-int ");
        assertThat(result(PREPARE).at("/info/0/virtual-port-type").asText()).isEqualTo("openvswitch");
    }

    @Test
    public void example19CloudThatAllocatesIsAskedAndItsAnswerReturnedAsItIs() {
        ContainerInterface answer = answer();
        cloudAllocates(request -> CompletableFuture.completedFuture(List.of(answer)));
        given("provider", "stor", "br-eno2 bridge 10.66.3.4/16 gw mtu=9000");

        assertJson(
                result(PREPARE),
                """
                {'info':[{'device-index':0,'mac-address':'00:16:3e:aa:bb:cc','cidr':'10.66.0.0/16','mtu':9000,
                'provider-id':'dev-1','provider-network-id':'','provider-subnet-id':'net-s','provider-space-id':'',
                'provider-address-id':'addr-1','provider-vlan-id':'vlan-1','vlan-tag':300,'interface-name':'eth0',
                'parent-interface-name':'br-eno2','interface-type':'ethernet','disabled':false,'no-auto-start':true,
                'address':'10.66.9.9','addresses':[{'value':'10.66.9.9','cidr':'10.66.0.0/16','type':'ipv4',
                'scope':'local-cloud','space-name':'stor','config-type':'static'}],'dns-servers':['10.66.0.2'],
                'dns-search-domains':['maas'],'gateway-address':'10.66.0.1','routes':[{'destination-cidr':'10.0.0.0/8',
                'gateway-ip':'10.66.0.3','metric':7}],'origin':'provider'}]}
                """);
        assertThat(asked).hasSize(1);
        ContainerAddressRequest request = asked.get(0);
        assertThat(request.hostInstanceId()).isEqualTo("vm-4f");
        assertThat(request.container()).isEqualTo(new MachineId("4/lxd/2"));
        assertThat(request.prepared()).singleElement().satisfies(prepared -> {
            assertThat(prepared.name()).isEqualTo("eth0");
            assertThat(prepared.configType()).isEqualTo("static");
            assertThat(prepared.providerSubnetId()).isEqualTo("net-s");
            assertThat(prepared.vlanTag()).isEqualTo(300);
            assertThat(prepared.defaultGateway()).isTrue();
            assertThat(prepared.mtu()).isEqualTo(9000);
            assertThat(prepared.addresses())
                    .containsExactly(new ContainerInterface.Address("", "hostname", "", "10.66.0.0/16", "", ""));
        });
    }

    @Test
    public void example20CloudIsNotAskedForAHostSetUpByHand() {
        cloudAllocates(request -> CompletableFuture.completedFuture(List.of()));
        net.method("provider");
        net.machines("manual:9d1c", "stor");
        net.host("br-eno2 bridge 10.66.3.4/16 gw");
        JsonNode only = result(PREPARE).at("/info/0");
        assertThat(only.get("config-type").asText()).isEqualTo("dhcp");
        assertThat(only.get("provider-subnet-id").asText()).isEmpty();
        assertThat(only.get("vlan-tag").asInt()).isZero();
        assertThat(only.has("is-default-gateway")).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    public void example21NewContainersOnlyAreAnsweredByGet() {
        net.method("local");
        net.machine("4", "nonce", "vm-4f", "");
        net.machine("4/lxd/2", "nonce", "juju-0a1b2c-4-lxd-2", "");
        net.host("lxdbr0 bridge 10.91.7.1/24");
        assertJson(
                result(GET),
                "{'error':{'message':'container \"4/lxd/2\" already provisioned as \"juju-0a1b2c-4-lxd-2\"','code':''},"
                        + "'info':null}");
        assertThat(parents(PREPARE)).isEqualTo("eth0>lxdbr0 ");
    }

    @Test
    public void getAnswersForAContainerWithoutInstance() {
        given("local", "", "lxdbr0 bridge 10.91.7.1/24");
        assertThat(parents(GET)).isEqualTo("eth0>lxdbr0 ");
    }

    @Test
    public void cloudWithoutAnybodyToAskLeavesContainersToDhcp() {
        net.cloud("maas");
        given("provider", "stor", "br-eno2 bridge 10.66.3.4/16 gw");
        JsonNode only = result(PREPARE).at("/info/0");
        assertThat(only.get("config-type").asText()).isEqualTo("dhcp");
        assertThat(only.get("cidr").asText()).isEqualTo("10.66.0.0/16");
    }

    @Test
    public void refusalOfTheCloudIsTheErrorOfTheContainerAlone() {
        cloudAllocates(request -> CompletableFuture.failedFuture(
                new FacetException(ErrorCode.NOT_FOUND, "cannot find primary interface for container")));
        given("provider", "stor", "br-eno2 bridge 10.66.3.4/16");
        JsonNode results = facade.call(CALLER, PREPARE, entities(GUEST_TAG, "machine-4", GUEST_TAG))
                .get("results");
        assertJson(
                results.get(0),
                "{'error':{'message':'cannot find primary interface for container','code':'not found'},'info':null}");
        assertJson(
                results.get(1),
                "{'error':{'message':'cannot prepare network config for \"machine-4\": not a container','code':''},"
                        + "'info':null}");
        assertThat(asked).hasSize(2);
    }

    @Test
    public void unexpectedFailureOfTheCloudIsTheErrorOfTheContainerToo() {
        cloudAllocates(request -> {
            throw new IllegalStateException("no route");
        });
        given("provider", "stor", "br-eno2 bridge 10.66.3.4/16");
        assertThat(result(PREPARE).at("/error/message").asText())
                .isEqualTo("cannot allocate addresses for container \"4/lxd/2\" in cloud \"cloud\":"
                        + " java.lang.IllegalStateException: no route");
    }

    @Test
    public void cloudIsNotAskedAboutANetworkThatIsNotKnown() {
        cloudAllocates(request -> CompletableFuture.completedFuture(List.of()));
        given("local", "", "lxdbr0 bridge 10.91.7.1/24");
        assertJson(
                result(PREPARE),
                "{'error':{'message':'retrieving subnet \"10.91.7.0/24\" used by address \"10.91.7.1\" of host machine"
                        + " device \"lxdbr0\": subnet \"10.91.7.0/24\" not found','code':'not found'},'info':null}");
        assertThat(asked).isEmpty();
    }

    @Test
    public void providersNetworkIsTheKnownOneAroundTheBridges() {
        cloudAllocates(request -> CompletableFuture.completedFuture(List.of()));
        given("provider", "corp", "br-eno5 bridge 172.21.8.70/26");
        assertJson(result(PREPARE), "{'info':[]}");
        assertThat(asked.get(0).prepared().get(0).addresses().get(0).cidr()).isEqualTo("172.21.8.0/24");
    }

    @Test
    public void fanBridgeHasTheMtuOfItsTunnel() {
        given("local", "", "fan-252 bridge 252.4.0.1/12 mtu=1500", "ftun0 vxlan ^fan-252 mtu=1450");
        assertThat(result(PREPARE).at("/info/0/mtu").asInt()).isEqualTo(1450);
        net.machine("5", "nonce", "vm-5", "");
        net.machine("5/lxd/0", "", "", "");
        net.devices(new MachineId("5"), "fan-252 bridge 252.4.0.1/12");
        assertThat(facade.call(agent("5"), PREPARE, entities("machine-5-lxd-0"))
                        .at("/results/0/error/message")
                        .asText())
                .startsWith("determining child MTU: ");
    }

    @Test
    public void lxdsBridgeIsNoParentBesideAnotherBridgeOfAlpha() {
        given("local", "", "lxdbr0 bridge 10.91.7.1/24", "br-ens1 bridge 203.0.113.9/24");
        assertThat(parents(PREPARE)).isEqualTo("eth0>br-ens1 ");
    }

    @Test
    public void lxdsBridgeIsNoParentWhileAnotherSpaceIsMissing() {
        given("local", "alpha,corp", "lxdbr0 bridge 10.91.7.1/24");
        assertThat(result(PREPARE).at("/error/message").asText())
                .isEqualTo("unable to find host bridge for space(s) \"alpha\", \"corp\" for container \"4/lxd/2\"");
    }

    @Test
    public void lxdsBridgeIsNoParentForTheProvider() {
        given("provider", "", "lxdbr0 bridge 10.91.7.1/24");
        assertThat(result(PREPARE).at("/error/message").asText())
                .isEqualTo("unable to find host bridge for space(s) \"alpha\" for container \"4/lxd/2\"");
    }

    @Test
    public void releaseDeletesAllAddressesOfTheContainerAndNoDevice() {
        given("local", "", "lxdbr0 bridge 10.91.7.1/24");
        MachineId guest = new MachineId("4/lxd/2");
        net.devices(guest, "eth0 ethernet ^m#4#d#lxdbr0 10.91.7.8/24@provider 10.91.7.9/24", "lo loopback 127.0.0.1/8");
        String done = "{'results':[{}]}";
        assertJson(facade.call(CALLER, RELEASE, entities(GUEST_TAG)), done);
        assertThat(net.stored(guest)).containsExactly("eth0 ethernet ^m#4#d#lxdbr0", "lo loopback");
        assertThat(net.stored(NetworkFixture.HOST)).containsExactly("lxdbr0 bridge 10.91.7.1@machine");
        assertJson(facade.call(CALLER, RELEASE, entities(GUEST_TAG)), done);
    }

    @Test
    public void releaseIsRefusedEntryByEntry() {
        given("local", "", "lxdbr0 bridge 10.91.7.1/24");
        assertJson(
                facade.call(
                        CALLER, RELEASE, entities("nonsense", "user-bob", "machine-5", "machine-4-lxd-9", "machine-4")),
                "{'results':[{'error':" + DENIED + "},{'error':" + DENIED + "},{'error':" + DENIED + "},"
                        + "{'error':{'message':'machine 4/lxd/9 not found','code':'not found'}},"
                        + "{'error':{'message':'cannot mark addresses for removal for \"machine-4\": not a container',"
                        + "'code':''}}]}");
        assertThat(net.stored(NetworkFixture.HOST)).containsExactly("lxdbr0 bridge 10.91.7.1@machine");
    }

    @Test
    public void controllerThatIsTheHostIsAnswered() {
        net.method("local");
        net.machine("0", "nonce", "vm-0", "");
        net.machine("0/lxd/0", "", "", "");
        net.devices(new MachineId("0"), "lxdbr0 bridge 10.91.7.1/24");
        assertThat(facade.call(PREPARE, entities("machine-0-lxd-0"))
                        .at("/results/0/info/0/interface-name")
                        .asText())
                .isEqualTo("eth0");
    }

    private void given(String method, String spaces, String... devices) {
        net.method(method);
        net.machines("nonce", spaces);
        net.host(devices);
    }

    private void cloudAllocates(ContainerAddressAllocator allocator) {
        net.cloud("fog");
        facade.clouds.bindProvider(
                new CloudProvider() {
                    @Override
                    public String cloudType() {
                        return "fog";
                    }

                    @Override
                    public CloudCapabilities capabilities() {
                        return new CloudCapabilities(false, true, false, false, Set.of());
                    }

                    @Override
                    public Optional<ContainerAddressAllocator> containerAddressAllocator() {
                        return Optional.of(request -> {
                            asked.add(request);
                            return allocator.allocate(request);
                        });
                    }
                },
                Map.of());
    }

    private static ContainerInterface answer() {
        return new ContainerInterface(
                0,
                "eth0",
                "ethernet",
                "00:16:3e:aa:bb:cc",
                9000,
                "br-eno2",
                "",
                "",
                "dev-1",
                "",
                "net-s",
                "",
                "addr-1",
                "vlan-1",
                300,
                false,
                true,
                false,
                "10.66.0.1",
                "provider",
                List.of(new ContainerInterface.Address(
                        "10.66.9.9", "ipv4", "local-cloud", "10.66.0.0/16", "static", "stor")),
                List.of("10.66.0.2"),
                List.of("maas"),
                List.of(new ContainerInterface.Route("10.0.0.0/8", "10.66.0.3", 7)));
    }

    private JsonNode result(String method) {
        return facade.call(CALLER, method, entities(GUEST_TAG)).get("results").get(0);
    }

    private String parents(String method) {
        JsonNode result = result(method);
        assertThat(result.has("error")).as(result.toString()).isFalse();
        StringBuilder text = new StringBuilder();
        result.get("info").forEach(nic -> text.append(nic.get("interface-name").asText())
                .append(">")
                .append(nic.get("parent-interface-name").asText())
                .append(" "));
        return text.toString();
    }
}
