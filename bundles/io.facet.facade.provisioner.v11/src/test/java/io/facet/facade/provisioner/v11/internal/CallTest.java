// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.CONTROLLER;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.facade.api.Caller;
import io.facet.facade.api.FacadeException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;

/** The order of checks of wire.md 2.3, for every method. */
public class CallTest {

    private static final List<String> WITHOUT_PARAMS = List.of(
            "ModelUUID",
            "ModelConfig",
            "ControllerConfig",
            "CACert",
            "APIAddresses",
            "APIHostPorts",
            "WatchModelMachines",
            "WatchModelMachineStartTimes",
            "WatchMachineErrorRetry",
            "WatchForModelConfigChanges",
            "WatchAPIHostPorts",
            "MachinesWithTransientErrors",
            "ContainerConfig");
    private static final List<String> ON_ENTITIES = List.of(
            "ControllerAPIInfoForModels",
            "Life",
            "Status",
            "InstanceStatus",
            "InstanceId",
            "AvailabilityZone",
            "KeepInstance",
            "Constraints",
            "EnsureDead",
            "MarkMachinesForRemoval",
            "Remove",
            "ProvisioningInfo",
            "Tools",
            "DistributionGroup",
            "DistributionGroupByMachineId",
            "SupportedContainers",
            "GetContainerProfileInfo",
            "SetStatus",
            "SetInstanceStatus",
            "SetModificationStatus");
    private static final Set<String> ALL = new TreeSet<>(List.of(
            "FindTools",
            "ContainerManagerConfig",
            "SetSupportedContainers",
            "SetCharmProfiles",
            "SetInstanceInfo",
            "SetPasswords",
            "WatchContainers",
            "WatchAllContainers",
            "HostChangesForContainers",
            "PrepareContainerInterfaceInfo",
            "GetContainerInterfaceInfo",
            "ReleaseContainerAddresses",
            "SetHostMachineNetworkConfig",
            "SetObservedNetworkConfig"));

    static {
        ALL.addAll(WITHOUT_PARAMS);
        ALL.addAll(ON_ENTITIES);
    }

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void methodsOfThisVersionAreOffered() {
        assertThat(facade.facade().methods()).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    public void unknownMethodIsNotImplemented() {
        assertThat(facade.refusal("Series", "{}"))
                .isEqualTo("unknown method \"Series\" at version 11 for facade type \"Provisioner\" [not implemented]");
        assertThat(facade.refusal("life", "{}")).endsWith("[not implemented]");
    }

    @Test
    public void paramsThatAreNoObjectAreRefusedByEveryMethod() {
        for (String method : ALL) {
            for (String params : List.of("[]", "'x'", "7", "true")) {
                assertThat(facade.refusal(method, params))
                        .as(method + " " + params)
                        .isEqualTo("params not valid: expected an object []");
            }
        }
    }

    @Test
    public void membersOfTheWrongTypeAreRefused() {
        for (String method : ON_ENTITIES) {
            assertThat(facade.refusal(method, "{'entities':{}}"))
                    .as(method)
                    .isEqualTo("params.entities not valid: expected an array []");
            assertThat(facade.refusal(method, "{'entities':[{'tag':1}]}"))
                    .as(method)
                    .isEqualTo("params.entities[0].tag not valid: expected a string []");
        }
        assertThat(facade.refusal("SetInstanceInfo", "{'machines':1}"))
                .isEqualTo("params.machines not valid: expected an array []");
        assertThat(facade.refusal("SetPasswords", "{'changes':'x'}"))
                .isEqualTo("params.changes not valid: expected an array []");
        assertThat(facade.refusal("ContainerManagerConfig", "{'type':[]}"))
                .isEqualTo("params.type not valid: expected a string []");
        assertThat(facade.refusal("SetCharmProfiles", "{'args':[{'profiles':'x'}]}"))
                .isEqualTo("params.args[0].profiles not valid: expected an array []");
        assertThat(facade.refusal("SetSupportedContainers", "{'params':[{'container-types':[1]}]}"))
                .isEqualTo("params.params[0].container-types[0] not valid: expected a string []");
        assertThat(facade.refusal("WatchContainers", "{'params':[[]]}"))
                .isEqualTo("params.params[0] not valid: expected an object []");
    }

    @Test
    public void nobodyButMachineAgentsAndControllersOpensTheFacade() {
        List<Caller> strangers = List.of(
                new Caller("user-admin", Caller.Kind.USER, false),
                new Caller("unit-web-0", Caller.Kind.UNIT, false),
                new Caller("application-web", Caller.Kind.APPLICATION, false),
                new Caller("model-" + MODEL, Caller.Kind.MODEL, false));
        for (Caller stranger : strangers) {
            for (String method : ALL) {
                assertThat(facade.refusal(stranger, method, "{}"))
                        .as(stranger.tag() + " " + method)
                        .isEqualTo("permission denied [unauthorized access]");
                assertThat(facade.refusal(stranger, method, "[]"))
                        .as("params come before permission: " + method)
                        .isEqualTo("params not valid: expected an object []");
            }
        }
    }

    @Test
    public void serviceThatIsExchangedMeansTryAgain() {
        ProvisionerFacadeV11 bare = new ProvisionerFacadeV11();
        assertThatThrownBy(() -> bare.call(facade.context(CONTROLLER), "ModelUUID", new byte[] {'{', '}'}))
                .isInstanceOfSatisfying(FacadeException.class, e -> {
                    assertThat(e.code()).isEqualTo("try again");
                    assertThat(e).hasMessage("the store service is being exchanged; try again");
                });
    }
}
