// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.client.provisioner.ProvisioningInfo;
import io.facet.core.Base;
import io.facet.core.ConstraintsText;
import io.facet.core.MachineId;
import io.facet.demo.SimulatedCloud.OutOfCapacityException;
import io.facet.demo.SimulatedCloud.SimulatedInstance;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class SimulatedCloudTest {
    private static final MachineId SEVEN = new MachineId("7");

    private final SimulatedCloud cloud = new SimulatedCloud("5f0c7b1e-3a64-4d0b-8f4e-9b1d2c6a7e38", 4);

    @Test
    public void instanceHasWhatTheConstraintsAskFor() throws Exception {
        SimulatedInstance instance = cloud.start(
                SEVEN, info("arch=arm64 cores=4 mem=8G root-disk=100G cpu-power=200 tags=ssd,^slow zones=z9", ""));

        assertThat(instance.id()).isEqualTo("sim-6a7e38-7");
        assertThat(instance.displayName()).isEqualTo("juju-6a7e38-7");
        assertThat(instance.hardware().arch()).contains("arm64");
        assertThat(instance.hardware().cpuCores()).hasValue(4);
        assertThat(instance.hardware().mem()).hasValue(8192);
        assertThat(instance.hardware().rootDisk()).hasValue(102_400);
        assertThat(instance.hardware().cpuPower()).hasValue(200);
        assertThat(instance.hardware().tags()).containsExactly("ssd");
        assertThat(instance.hardware().availabilityZone()).contains("z9");
    }

    @Test
    public void whatIsNotAskedForIsOfAnOrdinarySize() throws Exception {
        SimulatedInstance instance = cloud.start(SEVEN, info("", ""));

        assertThat(instance.hardware().arch()).contains("amd64");
        assertThat(instance.hardware().cpuCores()).hasValue(2);
        assertThat(instance.hardware().mem()).hasValue(4096);
        assertThat(instance.hardware().cpuPower()).isEmpty();
        assertThat(instance.hardware().availabilityZone()).contains("rack-a");
    }

    @Test
    public void placementDecidesTheZone() throws Exception {
        assertThat(cloud.start(SEVEN, info("zones=z9", "zone=z1")).hardware().availabilityZone())
                .contains("z1");
    }

    @Test
    public void unluckyMachineStartsAtTheSecondAttempt() throws Exception {
        cloud.failOnce(SEVEN);

        assertThatThrownBy(() -> cloud.start(SEVEN, info("", "zone=z1")))
                .isInstanceOf(OutOfCapacityException.class)
                .hasMessage("no free capacity in zone z1, try again later");
        assertThat(cloud.start(SEVEN, info("", "")).id()).isEqualTo("sim-6a7e38-7");
    }

    @Test
    public void runningInstanceIsNotStartedTwice() throws Exception {
        SimulatedInstance first = cloud.start(SEVEN, info("", ""));

        assertThat(cloud.start(SEVEN, info("", ""))).isSameAs(first);
    }

    private static ProvisioningInfo info(String constraints, String placement) {
        return new ProvisioningInfo(
                ConstraintsText.parse(constraints),
                new Base("ubuntu", "22.04/stable"),
                placement,
                List.of("JobHostUnits"),
                Map.of(),
                Map.of(),
                Map.of("subnet-1", List.of("rack-a")),
                Map.of(),
                List.of());
    }
}
