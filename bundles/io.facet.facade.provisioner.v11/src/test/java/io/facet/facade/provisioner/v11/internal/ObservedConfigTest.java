// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.NetworkFixture.CALLER;
import static io.facet.facade.provisioner.v11.internal.NetworkFixture.HOST;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.core.MachineId;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Subnet;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * SetObservedNetworkConfig and SetHostMachineNetworkConfig: networking.md section 5 and the examples 22 to 31 of section
 * 7.
 */
public class ObservedConfigTest {

    private static final String METHOD = "SetObservedNetworkConfig";
    private static final String ENS7 =
            "{'interface-name':'ens7','interface-type':'ethernet','origin':'machine','config-type':'static','addresses':"
                    + "[{'value':'%s','cidr':'%s','type':'ipv4','scope':'local-cloud'}]}";

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private NetworkFixture net;

    @Before
    public void addHost() {
        net = new NetworkFixture(facade);
        net.machines("nonce", "");
    }

    @Test
    public void example22AddressThatIsNotReportedAnyMoreGoes() {
        net.host("ens7 ethernet 10.66.4.20/16");
        report(ENS7.formatted("10.66.4.31", "10.66.0.0/16"));
        assertThat(net.stored(HOST)).containsExactly("ens7 ethernet 10.66.4.31@machine");
    }

    @Test
    public void example23AddressMovesToTheBridgeOverItsDevice() {
        net.host("ens7 ethernet 10.66.4.20/16");
        report(
                "{'interface-name':'ens7','interface-type':'ethernet','parent-interface-name':'br-ens7',"
                        + "'mac-address':'52:54:00:00:00:00'}",
                "{'interface-name':'br-ens7','interface-type':'bridge','mac-address':'52:54:00:00:00:00','origin':"
                        + "'machine','addresses':[{'value':'10.66.4.20','cidr':'10.66.0.0/16','type':'ipv4','scope':''}]}");
        assertThat(net.stored(HOST)).containsExactly("br-ens7 bridge 10.66.4.20@machine", "ens7 ethernet ^br-ens7");
    }

    @Test
    public void example24DeviceThatIsNotReportedAnyMoreGoes() {
        net.host("ens9 ethernet 10.66.5.1/16");
        report(ENS7.formatted("10.66.4.31", "10.66.0.0/16"));
        assertThat(net.stored(HOST)).containsExactly("ens7 ethernet 10.66.4.31@machine");
    }

    @Test
    public void example25DeviceThatTheProviderKnowsStays() {
        net.host("ens9 ethernet id=nic-5 10.66.5.1/16");
        report(ENS7.formatted("10.66.4.31", "10.66.0.0/16"));
        assertThat(net.stored(HOST)).containsExactly("ens7 ethernet 10.66.4.31@machine", "ens9 ethernet");
    }

    @Test
    public void example26AddressThatTheProviderKnowsStaysWithItsDevice() {
        net.host("ens9 ethernet 10.66.5.1/16 10.66.5.2/16@provider");
        report(ENS7.formatted("10.66.4.31", "10.66.0.0/16"));
        assertThat(net.stored(HOST))
                .containsExactly("ens7 ethernet 10.66.4.31@machine", "ens9 ethernet 10.66.5.2@provider");
    }

    @Test
    public void example27ParentOfAReportedDeviceStaysWithoutItsAddresses() {
        net.host("team0 bond 10.66.6.1/16");
        report("{'interface-name':'ens7','interface-type':'ethernet','parent-interface-name':'team0'}");
        assertThat(net.stored(HOST)).containsExactly("ens7 ethernet ^team0", "team0 bond");
    }

    @Test
    public void example28EntriesOfOneNameAreOneDevice() {
        report(
                ENS7.formatted("10.66.4.20", "10.66.0.0/16"),
                ENS7.formatted("10.66.4.21", "10.66.0.0/16"),
                ENS7.formatted("10.66.4.20", "10.66.0.0/16"));
        assertThat(net.stored(HOST)).containsExactly("ens7 ethernet 10.66.4.20@machine 10.66.4.21@machine");
    }

    @Test
    public void example29NetworksOfNewDevicesBecomeSubnetsOnAManualCloud() {
        net.cloud("Manual");
        String lo = "{'interface-name':'lo','interface-type':'loopback','addresses':["
                + "{'value':'127.0.0.1','cidr':'127.0.0.0/8','type':'ipv4','scope':'local-machine'},"
                + "{'value':'198.51.100.7','cidr':'198.51.100.7/32','type':'ipv4','scope':'public'}]}";
        String ens7 = ENS7.formatted("10.77.4.20", "10.77.0.0/16");
        report(lo, ens7);
        assertThat(newSubnets()).containsExactlyInAnyOrder("10.77.0.0/16 in 0", "198.51.100.7/32 in 0");
        report(lo, ens7);
        assertThat(newSubnets()).hasSize(2);
        report(lo, ENS7.formatted("10.78.4.20", "10.78.0.0/16"));
        assertThat(newSubnets()).hasSize(3).contains("10.78.0.0/16 in 0");
    }

    @Test
    public void noSubnetIsDiscoveredOnAnotherCloud() {
        report(ENS7.formatted("10.77.4.20", "10.77.0.0/16"));
        assertThat(newSubnets()).isEmpty();
    }

    @Test
    public void example30AddressBesideTheDeviceCountsWithoutTheList() {
        report("{'interface-name':'ens7','interface-type':'ethernet','cidr':'10.66.0.0/16','address':'10.66.4.20',"
                + "'config-type':'dhcp'}");
        assertThat(addresses()).singleElement().satisfies(address -> {
            assertThat(address.value()).isEqualTo("10.66.4.20");
            assertThat(address.subnetCidr()).isEqualTo("10.66.0.0/16");
            assertThat(address.configMethod()).isEqualTo("dhcp");
            assertThat(address.origin()).isEmpty();
        });
    }

    @Test
    public void example31DeviceOfAnotherTypeIsRefusedAndNothingChanges() {
        net.host("ens9 ethernet 10.66.5.1/16");
        assertThat(refusal(
                        ENS7.formatted("10.66.4.31", "10.66.0.0/16"),
                        "{'interface-type':'wifi','interface-name':'wlan0'}"))
                .isEqualTo("link-layer device \"wlan0\", type \"wifi\" not valid [not valid]");
        assertThat(net.stored(HOST)).containsExactly("ens9 ethernet 10.66.5.1@machine");
    }

    @Test
    public void devicesAreCheckedInOrder() {
        assertThat(refusal("{'mac-address':'AA-bb'}", "{}"))
                .isEqualTo("link-layer device hardware address \"aa:bb\" not valid [not valid]");
        assertThat(refusal("{'mac-address':'AA-BB-CC-DD-EE-FF'}"))
                .isEqualTo("link-layer device \"aa:bb:cc:dd:ee:ff\", empty name not valid [not valid]");
        assertThat(refusal("null")).isEqualTo("link-layer device \"\", empty name not valid [not valid]");
        assertThat(refusal("{'interface-name':'ens1','mac-address':'aa:bb:cc:dd:ee:ff:00'}"))
                .isEqualTo("link-layer device hardware address \"aa:bb:cc:dd:ee:ff:00\" not valid [not valid]");
        assertThat(refusal("{'interface-name':'ens1','mac-address':'aabb.ccdd.eeff'}"))
                .isEqualTo("link-layer device \"ens1\", type \"\" not valid [not valid]");
    }

    @Test
    public void refusalsComeInOrder() {
        assertThat(facade.refusal(CALLER, METHOD, "{'tag':'nonsense','config':[{}]}"))
                .isEqualTo("\"nonsense\" is not a valid tag []");
        assertThat(facade.refusal(CALLER, METHOD, "{'tag':'unit-a-0'}"))
                .isEqualTo("\"unit-a-0\" is not a valid machine tag []");
        String denied = "permission denied [unauthorized access]";
        assertThat(facade.refusal(CALLER, METHOD, "{'tag':'machine-4-lxd-2','config':[{}]}"))
                .isEqualTo(denied);
        assertThat(facade.refusal(METHOD, "{'tag':'machine-4','config':[{}]}")).isEqualTo(denied);
        assertThat(facade.refusal(agent("9"), METHOD, "{'tag':'machine-9'}")).isEqualTo(denied);
    }

    @Test
    public void emptyReportChangesNothing() {
        net.host("ens9 ethernet 10.66.5.1/16");
        assertJson(facade.call(CALLER, METHOD, "{'tag':'machine-4','config':[]}"), "{}");
        assertJson(facade.call(CALLER, METHOD, "{'tag':'machine-4','config':null}"), "{}");
        assertThat(net.stored(HOST)).containsExactly("ens9 ethernet 10.66.5.1@machine");
    }

    @Test
    public void containerReportsOfItself() {
        assertJson(
                facade.call(
                        agent("4/lxd/2"),
                        "SetHostMachineNetworkConfig",
                        "{'tag':'machine-4/lxd/2','config':[" + ENS7.formatted("10.66.4.31", "10.66.0.0/16") + "]}"),
                "{}");
        assertThat(net.stored(new MachineId("4/lxd/2"))).containsExactly("ens7 ethernet 10.66.4.31@machine");
    }

    @Test
    public void addressIsComparedAsIpAndNotByTheStartOfItsText() {
        net.host("ens7 ethernet 10.66.4.2/16");
        report(ENS7.formatted("10.66.4.20", "10.66.0.0/16"));
        assertThat(net.stored(HOST)).containsExactly("ens7 ethernet 10.66.4.20@machine");
    }

    @Test
    public void allThatIsReportedIsStored() {
        report(
                """
                {'interface-name':'ens7','interface-type':'ethernet','mac-address':'AA-BB-CC-DD-EE-FF','mtu':-1,
                'parent-interface-name':'br','virtual-port-type':'openvswitch','disabled':true,'no-auto-start':true,
                'provider-id':'nic-1','origin':'machine','config-type':'dhcp','gateway-address':'10.66.0.1',
                'is-default-gateway':true,'dns-servers':['10.66.0.2'],'dns-search-domains':['facet.test'],
                'cidr':'10.66.0.0/16','address':'10.66.9.9','shadow-addresses':[{'value':'203.0.113.7'}],
                'addresses':[{'value':'10.66.4.20'},{'value':'10.66.4.21','cidr':'10.66.4.0/24',
                'config-type':'manual','is-secondary':true},{'value':'10.66.4.22'},{'value':'nonsense',
                'cidr':'10.66.0.0/16'},{'value':'2001:DB8:0::1','cidr':'2001:db8::/64'}]}
                """,
                "{'interface-name':'ens7','interface-type':'bond','addresses':[{'value':'','cidr':'10.66.0.0/16'},"
                        + "{'value':'10.66.4.23','cidr':'10.66.0.0/16'}]}");
        assertThat(devices())
                .containsExactly(new LinkLayerDevice(
                        HOST, "ens7", "ethernet", 0, "aa:bb:cc:dd:ee:ff", "br", false, false, "openvswitch", "nic-1"));
        assertThat(addresses())
                .containsExactly(
                        full("10.66.4.20", "10.66.0.0/16", "dhcp", false),
                        full("10.66.4.21", "10.66.4.0/24", "manual", true),
                        full("2001:db8::1", "2001:db8::/64", "dhcp", false));
    }

    @Test
    public void configMethodIsStaticWhereNoneIsReported() {
        report("{'interface-name':'ens7','interface-type':'ethernet','addresses':"
                + "[{'value':'10.66.4.20','cidr':'10.66.0.0/16'}]}");
        assertThat(addresses()).extracting(DeviceAddress::configMethod).containsExactly("static");
    }

    @Test
    public void reportOnAKnownAddressKeepsWhatItsOriginToldOfIt() {
        facade.write(tx -> {
            facade.network.importDevices(
                    tx,
                    ProvisionerRule.MODEL,
                    List.of(new LinkLayerDevice(HOST, "ens7", "bond", 1, "", "", false, false, "", "nic-1")));
            facade.network.importAddresses(
                    tx,
                    ProvisionerRule.MODEL,
                    List.of(new DeviceAddress(
                            HOST,
                            "ens7",
                            "10.66.4.20",
                            "10.0.0.0/8",
                            "dhcp",
                            "provider",
                            "10.0.0.1",
                            true,
                            false,
                            false,
                            List.of("10.0.0.2"),
                            List.of("old"),
                            "addr-1",
                            "net-1",
                            "")));
            return null;
        });
        report(
                "{'interface-name':'ens7','interface-type':'ethernet','provider-id':'nic-2','provider-address-id':'addr-2',"
                        + "'provider-network-id':'net-2','provider-subnet-id':'sub-2','mtu':9000,'origin':'machine','addresses':"
                        + "[{'value':'10.66.4.20','cidr':'10.66.0.0/16','is-secondary':true}]}");
        assertThat(devices())
                .containsExactly(new LinkLayerDevice(HOST, "ens7", "ethernet", 9000, "", "", true, true, "", "nic-1"));
        assertThat(addresses())
                .containsExactly(new DeviceAddress(
                        HOST,
                        "ens7",
                        "10.66.4.20",
                        "10.66.0.0/16",
                        "static",
                        "provider",
                        "",
                        true,
                        true,
                        false,
                        List.of(),
                        List.of(),
                        "addr-1",
                        "net-1",
                        "sub-2"));
    }

    @Test
    public void numberThatIsNoneIsRefused() {
        assertThat(refusal("{'mtu':'big'}")).isEqualTo("params.config[0].mtu not valid: expected an integer []");
    }

    private static DeviceAddress full(String value, String cidr, String method, boolean secondary) {
        return new DeviceAddress(
                HOST,
                "ens7",
                value,
                cidr,
                method,
                "machine",
                "10.66.0.1",
                true,
                secondary,
                false,
                List.of("10.66.0.2"),
                List.of("facet.test"),
                "",
                "",
                "");
    }

    private void report(String... entries) {
        assertJson(facade.call(CALLER, METHOD, params(entries)), "{}");
    }

    private String refusal(String... entries) {
        return facade.refusal(CALLER, METHOD, params(entries));
    }

    private static String params(String... entries) {
        return "{'tag':'machine-4','config':[" + String.join(",", entries) + "]}";
    }

    private List<LinkLayerDevice> devices() {
        return facade.read(tx ->
                facade.network.devices(tx, ProvisionerRule.MODEL, List.of(HOST)).getOrDefault(HOST, List.of()));
    }

    private List<DeviceAddress> addresses() {
        return facade.read(tx -> facade.network
                .addresses(tx, ProvisionerRule.MODEL, List.of(HOST))
                .getOrDefault(HOST, List.of()));
    }

    private List<String> newSubnets() {
        List<Subnet> all = facade.read(tx -> facade.network.allSubnets(tx, ProvisionerRule.MODEL));
        return all.stream()
                .filter(subnet -> subnet.providerId().isEmpty())
                .map(subnet -> subnet.cidr() + " in " + subnet.spaceId())
                .toList();
    }
}
