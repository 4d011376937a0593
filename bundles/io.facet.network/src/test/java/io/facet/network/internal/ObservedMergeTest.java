// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.core.MachineId;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.ObservedAddress;
import io.facet.network.api.ObservedDevice;
import io.facet.network.internal.ObservedMerge.Merged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.Test;

/** What holds for every merge of a report into what is stored, networking.md 5.3. */
public class ObservedMergeTest {

    private static final MachineId MACHINE = new MachineId("4");
    private static final int CASES = 5_000;
    private static final List<String> NAMES = List.of("lo", "ens3", "ens4", "bond0", "br-ens3");
    private static final List<String> IPS = List.of("10.66.4.2", "10.66.4.20", "10.66.4.200", "fd00::2", "fd00::20");

    private record Case(List<LinkLayerDevice> devices, List<DeviceAddress> addresses, List<ObservedDevice> report) {
        Merged merged() {
            return ObservedMerge.merge(MACHINE, devices, addresses, report);
        }
    }

    @Test
    public void mergingTwiceChangesNothing() {
        each(example -> {
            Merged once = example.merged();
            Merged twice = ObservedMerge.merge(MACHINE, once.devices(), once.addresses(), example.report());
            assertThat(sets(twice)).isEqualTo(sets(once));
            assertThat(twice.grown()).isEmpty();
        });
    }

    @Test
    public void orderOfDevicesDoesNotMatter() {
        Random random = new Random(11);
        each(example -> {
            Map<String, List<ObservedDevice>> byName = example.report().stream()
                    .collect(Collectors.groupingBy(ObservedDevice::name, LinkedHashMap::new, Collectors.toList()));
            List<List<ObservedDevice>> shuffled = new ArrayList<>(byName.values());
            Collections.shuffle(shuffled, random);
            List<LinkLayerDevice> devices = new ArrayList<>(example.devices());
            Collections.shuffle(devices, random);
            Case other = new Case(
                    devices,
                    example.addresses(),
                    shuffled.stream().flatMap(List::stream).toList());
            assertThat(sets(other.merged())).isEqualTo(sets(example.merged()));
            assertThat(other.merged().grown()).isEqualTo(example.merged().grown());
        });
    }

    @Test
    public void whatTheProviderOwnsIsNeverLost() {
        each(example -> {
            Merged merged = example.merged();
            for (DeviceAddress before : example.addresses()) {
                if (!before.origin().equals("machine")) {
                    assertThat(merged.addresses()).anySatisfy(after -> {
                        assertThat(key(after)).isEqualTo(key(before));
                        assertThat(after.origin()).isEqualTo(before.origin());
                        assertThat(after.providerId()).isEqualTo(before.providerId());
                        assertThat(after.providerNetworkId()).isEqualTo(before.providerNetworkId());
                        assertThat(after.providerSubnetId()).isEqualTo(before.providerSubnetId());
                    });
                }
            }
            for (LinkLayerDevice before : example.devices()) {
                if (!before.providerId().isEmpty()) {
                    assertThat(merged.devices()).anySatisfy(after -> {
                        assertThat(after.name()).isEqualTo(before.name());
                        assertThat(after.providerId()).isEqualTo(before.providerId());
                    });
                }
            }
        });
    }

    @Test
    public void whatIsReportedIsStoredAndWhatTheMachineNoLongerReportsIsNot() {
        each(example -> {
            Merged merged = example.merged();
            Set<String> reported = example.report().stream()
                    .flatMap(
                            device -> device.addresses().stream().map(address -> device.name() + " " + address.value()))
                    .collect(Collectors.toSet());
            Set<String> after =
                    merged.addresses().stream().map(ObservedMergeTest::key).collect(Collectors.toSet());
            assertThat(after).containsAll(reported);
            assertThat(merged.addresses())
                    .filteredOn(address -> address.origin().equals("machine"))
                    .allMatch(address -> reported.contains(key(address)));
            assertThat(merged.devices()).extracting(LinkLayerDevice::name).doesNotHaveDuplicates();
            assertThat(merged.addresses()).extracting(ObservedMergeTest::key).doesNotHaveDuplicates();
            assertThat(merged.devices().stream().map(LinkLayerDevice::name))
                    .containsAll(merged.addresses().stream()
                            .map(DeviceAddress::deviceName)
                            .collect(Collectors.toSet()));
        });
    }

    private static void each(Consumer<Case> check) {
        for (int seed = 0; seed < CASES; seed++) {
            check.accept(generated(new Random(seed)));
        }
    }

    private static Case generated(Random random) {
        List<LinkLayerDevice> devices = new ArrayList<>();
        List<DeviceAddress> addresses = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                devices.add(new LinkLayerDevice(
                        MACHINE, name, "ethernet", 1500, "", "", true, true, "", pick(random, "", "", "nic-" + name)));
                for (String ip : IPS) {
                    if (random.nextInt(3) == 0) {
                        String origin = pick(random, "machine", "machine", "provider", "");
                        addresses.add(address(name, ip, origin, origin.equals("provider") ? "addr-" + ip : ""));
                    }
                }
            }
        }
        List<ObservedDevice> report = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            report.add(reported(random));
        }
        return new Case(devices, addresses, report);
    }

    private static DeviceAddress address(String device, String ip, String origin, String providerId) {
        return new DeviceAddress(
                MACHINE,
                device,
                ip,
                "10.0.0.0/8",
                "dhcp",
                origin,
                "",
                false,
                false,
                false,
                List.of(),
                List.of(),
                providerId,
                providerId,
                providerId);
    }

    /** As agents report: without any ids of the provider. */
    private static ObservedDevice reported(Random random) {
        List<ObservedAddress> addresses = new ArrayList<>();
        for (String ip : IPS) {
            if (random.nextInt(3) == 0) {
                String cidr = ip.contains(":") ? "fd00::/64" : pick(random, "10.66.0.0/16", "10.66.4.0/24");
                addresses.add(new ObservedAddress(ip, cidr, "static", "local-cloud", random.nextBoolean()));
            }
        }
        return new ObservedDevice(
                NAMES.get(random.nextInt(NAMES.size())),
                pick(random, "ethernet", "bridge"),
                "",
                random.nextInt(9000),
                pick(random, "", "bond0", "br-ens3"),
                "",
                random.nextBoolean(),
                true,
                0,
                "machine",
                pick(random, "", "10.66.0.1"),
                random.nextBoolean(),
                List.of(),
                List.of(),
                ObservedDevice.ProviderIds.NONE,
                addresses);
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String key(DeviceAddress address) {
        return address.deviceName() + " " + address.value();
    }

    private static List<Set<?>> sets(Merged merged) {
        return List.of(Set.copyOf(merged.devices()), Set.copyOf(merged.addresses()));
    }
}
