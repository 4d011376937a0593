// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Bridge names and natural order, networking.md 2.6. */
public class DeviceNamesTest {

    private static final String BRIDGES =
            """
            enp4s0           br-enp4s0
            eno1.2048        br-eno1-2048
            enp129s0f1.7     br-enp129s0f1-7
            enp5s0f1.1201    b-enp5s0f1-1201
            team-uplink01    b-team-uplink01
            enp129s0f1.120   b-p129s0f1-120
            enp175s0f0np999  b-p175s0f0np999
            enxaabbccddeeff  b-xaabbccddeeff
            bond-stor.0643   b-00078f-r-0643
            storage-bond001  b-1be093-ond001
            bond-data0.3999  b-2a062f-0-3999
            ib-fabric-rail7  b-bf27a8--rail7
            wwx028037ec0200  b-9735cc-ec0200
            uplink.vlan1234  b-ea521e-an1234
            """;

    private static final List<String> IN_ORDER = List.of(
            "bond0",
            "bond0.30",
            "bond0.200",
            "br-ens9",
            "br-ens10",
            "enP2p1s0",
            "enp2s0",
            "ens003",
            "ens3",
            "ens3.1",
            "ens3:1",
            "ens12",
            "ens12.4");

    @Test
    public void bridgesAreNamedAsInTheTable() {
        BRIDGES.lines().map(line -> line.split(" +")).forEach(row -> assertThat(DeviceNames.bridge(row[0]))
                .isEqualTo(row[1]));
    }

    @Test
    public void bridgeNamesAreNeverLongerThanLinuxAllows() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            String device = device(random);
            assertThat(DeviceNames.bridge(device))
                    .as(device)
                    .hasSizeBetween(4, 15)
                    .startsWith("b");
        }
    }

    @Test
    public void vlansOfOneDeviceGetBridgesOfTheirOwn() {
        for (String parent : List.of("eno1", "enp129s0f1", "bond-stor0", "uplink")) {
            List<String> bridges = new ArrayList<>();
            for (int vlan = 1; vlan < 4095; vlan++) {
                bridges.add(DeviceNames.bridge(parent + "." + vlan));
            }
            assertThat(bridges).doesNotHaveDuplicates();
        }
    }

    @Test
    public void numbersInNamesAreOrderedByValue() {
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            List<String> shuffled = new ArrayList<>(IN_ORDER);
            Collections.shuffle(shuffled, random);
            shuffled.sort(DeviceNames.NATURAL_ORDER);
            assertThat(shuffled).isEqualTo(IN_ORDER);
        }
    }

    @Test
    public void orderIsTotalAndConsistent() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String a = device(random);
            String b = device(random);
            String c = device(random);
            int ab = DeviceNames.NATURAL_ORDER.compare(a, b);
            assertThat(Integer.signum(ab)).isEqualTo(-Integer.signum(DeviceNames.NATURAL_ORDER.compare(b, a)));
            assertThat(ab == 0).isEqualTo(a.equals(b));
            if (ab <= 0 && DeviceNames.NATURAL_ORDER.compare(b, c) <= 0) {
                assertThat(DeviceNames.NATURAL_ORDER.compare(a, c)).isNotPositive();
            }
        }
    }

    @Test
    public void longNumberIsNoTrouble() {
        assertThat(DeviceNames.NATURAL_ORDER.compare("e99999999999999", "e100000000000000"))
                .isNegative();
    }

    private static String device(Random random) {
        String alphabet = "en0123b-.s";
        int length = 1 + random.nextInt(15);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            name.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return name.toString();
    }
}
