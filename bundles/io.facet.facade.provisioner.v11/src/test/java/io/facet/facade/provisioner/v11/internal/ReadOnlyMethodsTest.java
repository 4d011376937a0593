// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.facet.facade.api.Facade;
import io.facet.facade.provisioner.common.Services;
import io.facet.facade.provisioner.v10.internal.ProvisionerFacadeV10;
import io.facet.facade.provisioner.v9.internal.ProvisionerFacadeV9;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;

/** Which methods are said to change nothing. A new method has to be put into one of the two lists. */
public class ReadOnlyMethodsTest {

    private static final Set<String> CHANGING = Set.of(
            "EnsureDead",
            "GetContainerInterfaceInfo",
            "MarkMachinesForRemoval",
            "PrepareContainerInterfaceInfo",
            "ReleaseContainerAddresses",
            "Remove",
            "SetCharmProfiles",
            "SetHostMachineNetworkConfig",
            "SetInstanceInfo",
            "SetInstanceStatus",
            "SetModificationStatus",
            "SetObservedNetworkConfig",
            "SetPasswords",
            "SetStatus",
            "SetSupportedContainers");

    private static final Set<String> READ_ONLY = Set.of(
            "APIAddresses",
            "APIHostPorts",
            "AvailabilityZone",
            "CACert",
            "Constraints",
            "ContainerConfig",
            "ContainerManagerConfig",
            "ControllerAPIInfoForModels",
            "ControllerConfig",
            "DistributionGroup",
            "DistributionGroupByMachineId",
            "FindTools",
            "GetContainerProfileInfo",
            "HostChangesForContainers",
            "InstanceId",
            "InstanceStatus",
            "KeepInstance",
            "Life",
            "MachinesWithTransientErrors",
            "ModelConfig",
            "ModelUUID",
            "ProvisioningInfo",
            "Status",
            "SupportedContainers",
            "Tools",
            "WatchAPIHostPorts",
            "WatchAllContainers",
            "WatchContainers",
            "WatchForModelConfigChanges",
            "WatchMachineErrorRetry",
            "WatchModelMachineStartTimes",
            "WatchModelMachines");

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void everyMethodIsClassifiedOnPurpose() {
        assertClassified(new ProvisionerFacadeV11(), READ_ONLY);
        Set<String> withSeries = new TreeSet<>(READ_ONLY);
        withSeries.add("Series");
        assertClassified(new ProvisionerFacadeV10(), withSeries);
        assertClassified(new ProvisionerFacadeV9(), withSeries);
    }

    private static void assertClassified(Facade version, Set<String> readOnly) {
        assertThat(version.readOnlyMethods()).containsExactlyInAnyOrderElementsOf(readOnly);
        Set<String> all = new TreeSet<>(readOnly);
        all.addAll(CHANGING);
        assertThat(version.methods()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    public void readOnlyMethodsBeginNoWrite() {
        Services services = facade.servicesOn(new CountingStore(facade.store), facade.provisioning);
        for (Facade version : List.of(
                new ProvisionerFacadeV9(services),
                new ProvisionerFacadeV10(services),
                new ProvisionerFacadeV11(services))) {
            for (String method : version.readOnlyMethods()) {
                assertThatCode(() -> facade.refusal(version, method, ProvisionerRule.entities("machine-7")))
                        .as(method)
                        .doesNotThrowAnyException();
            }
        }
    }
}
