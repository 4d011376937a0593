// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.core.MachineId;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.ObservedAddress;
import io.facet.network.api.ObservedDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.store.testing.StoreRule;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class NetworkServiceTest {

    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final Space ALPHA = new Space("0", "alpha", "");
    private static final Space DMZ = new Space("9a7c", "dmz", "maas-7");
    private static final Space A = new Space("2f4b", "a", "");
    private static final Subnet SUBNET =
            new Subnet("s-1", "10.30.0.0/24", "subnet-1", "net-1", 42, List.of("rack-b", "rack-a"), "9a7c");
    private static final MachineId ZERO = new MachineId("0");
    private static final MachineId CONTAINER = new MachineId("0/lxd/0");

    @Rule
    public final StoreRule store = new StoreRule();

    private NetworkServiceImpl service;

    @Before
    public void startService() {
        service = new NetworkServiceImpl(store.store());
    }

    @Test
    public void alphaIsAlwaysThere() {
        assertThat(spaces(MODEL)).containsExactly(ALPHA);
        assertThat(space("alpha")).containsExactly(ALPHA);
        assertThat(space("dmz")).isEmpty();
    }

    @Test
    public void spacesAreSortedByName() {
        importNetwork();

        assertThat(spaces(MODEL)).containsExactly(A, ALPHA, DMZ);
        assertThat(space("dmz")).containsExactly(DMZ);
        assertThat(space("alpha")).containsExactly(ALPHA);
        assertThat(spaces(OTHER)).containsExactly(ALPHA);
    }

    @Test
    public void reportWithoutNewsWritesNothingAndCostsTwoQueries() {
        importNetwork();
        ObservedDevice same = new ObservedDevice(
                "eth9",
                "ethernet",
                "",
                1500,
                "",
                "",
                true,
                true,
                0,
                "machine",
                "",
                false,
                List.of(),
                List.of(),
                ObservedDevice.ProviderIds.NONE,
                List.of(new ObservedAddress("10.30.0.7", "10.30.0.0/24", "dhcp", "local-cloud", false)));
        MachineId machine = new MachineId("9");
        report(machine, List.of(same));
        store.reopen();
        service = new NetworkServiceImpl(store.store());
        assertThat(addresses(List.of(machine)).get(machine))
                .singleElement()
                .satisfies(address -> assertThat(address.subnetCidr()).isEqualTo("10.30.0.0/24"));

        store.resetStatementCount();
        report(machine, List.of());
        long nothing = store.statementCount();
        store.resetStatementCount();
        report(machine, List.of(same));
        assertThat(store.statementCount() - nothing).isEqualTo(2);
    }

    private void report(MachineId machine, List<ObservedDevice> devices) {
        store.write(MODEL, tx -> {
            service.setObservedConfig(tx, MODEL, machine, devices, false);
            return null;
        });
    }

    @Test
    public void macAddressIsLowerCaseWithColonsWhoeverTellsIt() {
        assertThat(new LinkLayerDevice(ZERO, "a", "bond", 0, "0A-1B-2C-3D-4E-5F", "", true, true, "", "").macAddress())
                .isEqualTo("0a:1b:2c:3d:4e:5f");
    }

    @Test
    public void importedNetworkComesBackWhole() {
        importNetwork();
        store.reopen();

        assertThat(subnets(MODEL)).containsExactly(new Subnet("s-0", "fd00::/64", "", "", 0, List.of(), "0"), SUBNET);
        assertThat(devices(List.of(ZERO, CONTAINER, new MachineId("7"))))
                .isEqualTo(Map.of(
                        ZERO,
                        List.of(device(ZERO, "br-eth0"), device(ZERO, "eth0")),
                        CONTAINER,
                        List.of(device(CONTAINER, "eth0"))));
        assertThat(addresses(List.of(ZERO, new MachineId("7"))))
                .isEqualTo(Map.of(
                        ZERO, List.of(address(ZERO, "br-eth0", "10.30.0.9"), address(ZERO, "eth0", "10.30.0.10"))));
    }

    @Test
    public void devicesAndAddressesGoWithTheirMachine() {
        importNetwork();
        store.write(MODEL, tx -> {
            service.removeMachines(tx, MODEL, List.of(ZERO));
            return null;
        });

        assertThat(devices(List.of(ZERO, CONTAINER))).containsOnlyKeys(CONTAINER);
        assertThat(addresses(List.of(ZERO))).isEmpty();
    }

    @Test
    public void modelIsMovedAndRemovedWhole() {
        importNetwork();
        store.write(OTHER, tx -> {
            service.moveModel(tx, MODEL, OTHER);
            return null;
        });
        assertThat(spaces(MODEL)).containsExactly(ALPHA);
        assertThat(spaces(OTHER)).hasSize(3);
        assertThat(subnets(OTHER)).hasSize(2);

        store.write(OTHER, tx -> {
            service.removeModel(tx, OTHER);
            return null;
        });
        assertThat(spaces(OTHER)).containsExactly(ALPHA);
        importNetwork();
    }

    @Test
    public void bulkReadsCostTheSameForOneMachineAndForMany() {
        List<MachineId> all = IntStream.range(0, 500)
                .mapToObj(number -> new MachineId(Integer.toString(number)))
                .toList();
        store.write(MODEL, tx -> {
            service.importDevices(
                    tx, MODEL, all.stream().map(id -> device(id, "eth0")).toList());
            service.importAddresses(
                    tx,
                    MODEL,
                    all.stream().map(id -> address(id, "eth0", "10.0.0.1")).toList());
            return null;
        });

        for (List<MachineId> some : List.of(all.subList(0, 1), all)) {
            assertThat(store.statementsOf(
                            tx -> assertThat(service.devices(tx, MODEL, some)).hasSize(some.size())))
                    .isEqualTo(1);
            assertThat(store.statementsOf(
                            tx -> assertThat(service.addresses(tx, MODEL, some)).hasSize(some.size())))
                    .isEqualTo(1);
        }
    }

    private void importNetwork() {
        store.write(MODEL, tx -> {
            service.importSpaces(tx, MODEL, List.of(DMZ, A));
            service.importSubnets(
                    tx, MODEL, List.of(SUBNET, new Subnet("s-0", "fd00::/64", "", "", 0, List.of(), "0")));
            service.importDevices(
                    tx, MODEL, List.of(device(ZERO, "eth0"), device(ZERO, "br-eth0"), device(CONTAINER, "eth0")));
            service.importAddresses(
                    tx, MODEL, List.of(address(ZERO, "eth0", "10.30.0.10"), address(ZERO, "br-eth0", "10.30.0.9")));
            return null;
        });
    }

    private List<Space> spaces(String model) {
        return store.read(tx -> service.allSpaces(tx, model));
    }

    private List<Space> space(String name) {
        return store.read(tx -> service.spaceByName(tx, MODEL, name).stream().toList());
    }

    private List<Subnet> subnets(String model) {
        return store.read(tx -> service.allSubnets(tx, model));
    }

    private Map<MachineId, List<LinkLayerDevice>> devices(List<MachineId> machines) {
        return store.read(tx -> service.devices(tx, MODEL, machines));
    }

    private Map<MachineId, List<DeviceAddress>> addresses(List<MachineId> machines) {
        return store.read(tx -> service.addresses(tx, MODEL, machines));
    }

    private static LinkLayerDevice device(MachineId machine, String name) {
        return new LinkLayerDevice(
                machine,
                name,
                "ethernet",
                4_294_967_295L,
                "52:54:00:00:00:10",
                "m#0#d#br",
                true,
                false,
                "openvswitch",
                "p-1");
    }

    private static DeviceAddress address(MachineId machine, String device, String value) {
        return new DeviceAddress(
                machine,
                device,
                value,
                "10.30.0.0/24",
                "static",
                "provider",
                "10.30.0.1",
                true,
                false,
                true,
                List.of("10.30.0.2", "10.30.0.1"),
                List.of("lan.example"),
                "a-1",
                "n-1",
                "s-1");
    }
}
