// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;

public class MachineIdTest {

    @Test
    public void hostsComeBeforeTheirContainersAndNumbersGoByValue() {
        List<MachineId> ordered = Stream.of(
                        "0",
                        "0/kvm/3",
                        "0/lxd/0",
                        "0/lxd/0/lxd/0",
                        "0/lxd/1",
                        "0/lxd/10",
                        "1",
                        "2",
                        "2/lxd/0",
                        "10",
                        "10/lxd/0",
                        "99999999999999999999")
                .map(MachineId::new)
                .toList();
        List<MachineId> shuffled = new ArrayList<>(ordered);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(shuffled.stream().sorted()).isEqualTo(ordered);
        }
    }

    @Test
    public void orderAgreesWithEquality() {
        assertThat(new MachineId("1/lxd/2")).isEqualByComparingTo(new MachineId("1/lxd/2"));
    }

    @Test
    public void containerKnowsWhereItIs() {
        MachineId nested = new MachineId("4/lxd/2/kvm/1");

        assertThat(nested.isContainer()).isTrue();
        assertThat(nested.parent()).contains(new MachineId("4/lxd/2"));
        assertThat(nested.containerType()).contains("kvm");
        assertThat(nested.topLevel()).isEqualTo(new MachineId("4"));
        assertThat(nested.tag()).isEqualTo("machine-4-lxd-2-kvm-1");
    }

    @Test
    public void topLevelMachineHasNoParent() {
        MachineId top = new MachineId("4");

        assertThat(top.isContainer()).isFalse();
        assertThat(top.parent()).isEmpty();
        assertThat(top.containerType()).isEmpty();
        assertThat(top.topLevel()).isEqualTo(top);
    }

    @Test
    public void textThatIsNoIdIsRefused() {
        for (String bad :
                List.of("", "a", "01", "-1", "0/", "0/lxd", "0/lxd/", "0/LXD/1", "0-lxd-1", "0/lxd/01", "0//1")) {
            assertThatThrownBy(() -> new MachineId(bad)).hasMessage("machine id \"" + bad + "\" not valid");
        }
    }
}
