// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.core.Life;
import io.facet.facade.api.Caller;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.Rule;
import org.junit.Test;

/** What every method that takes a machine tag says to a tag that is none, provisioner.md section 2 rule 4. */
public class AccessTargetsTest {

    /**
     * For each target the outcome: {@code denied} for the entry, {@code entry} for one that names the bad tag, {@code call}
     * for a whole call that does.
     */
    private static final String OUTCOMES =
            """
            user-admin  unit-web-0  nonsense  machine-x  methods
            denied      denied      denied    denied     Life InstanceStatus InstanceId AvailabilityZone KeepInstance
            denied      denied      denied    denied     Constraints ProvisioningInfo SetInstanceStatus Remove Tools
            denied      denied      denied    denied     SetModificationStatus SetInstanceInfo SetPasswords
            denied      denied      denied    denied     WatchContainers WatchAllContainers ReleaseContainerAddresses
            denied      denied      denied    denied     DistributionGroup DistributionGroupByMachineId
            denied      denied      denied    denied     SupportedContainers SetSupportedContainers
            denied      denied      entry     entry      Status SetStatus
            denied      denied      call      call       EnsureDead
            entry       entry       entry     entry      MarkMachinesForRemoval SetCharmProfiles
            entry       entry       entry     entry      HostChangesForContainers PrepareContainerInterfaceInfo
            entry       entry       entry     entry      GetContainerInterfaceInfo GetContainerProfileInfo
            call        call        call      call       SetHostMachineNetworkConfig SetObservedNetworkConfig
            """;

    /** The methods that take no machine tag. */
    private static final Set<String> WITHOUT_MACHINES = Set.of(
            "WatchModelMachines",
            "WatchModelMachineStartTimes",
            "WatchMachineErrorRetry",
            "FindTools",
            "ContainerManagerConfig",
            "ContainerConfig",
            "ModelUUID",
            "ModelConfig",
            "ControllerConfig",
            "CACert",
            "APIAddresses",
            "APIHostPorts",
            "ControllerAPIInfoForModels",
            "WatchForModelConfigChanges",
            "WatchAPIHostPorts",
            "MachinesWithTransientErrors");

    private static final Caller HOST = agent("1");

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void aTagThatIsNoMachinesIsAnsweredAsTheMethodSays() {
        facade.machine("1", Life.ALIVE, "", true);
        List<String[]> rows = OUTCOMES.lines().map(line -> line.split(" +")).toList();
        SoftAssertions all = new SoftAssertions();
        for (String[] row : rows.subList(1, rows.size())) {
            for (String method : List.of(row).subList(4, row.length)) {
                for (int i = 0; i < 4; i++) {
                    String target = rows.get(0)[i];
                    all.assertThat(outcome(method, target))
                            .as(method + " on " + target)
                            .isEqualTo(row[i]);
                }
            }
        }
        all.assertAll();
    }

    @Test
    public void tableCoversEveryMethodThatTakesAMachine() {
        Set<String> methods = new TreeSet<>(WITHOUT_MACHINES);
        OUTCOMES.lines()
                .skip(1)
                .forEach(line -> methods.addAll(List.of(line.split(" +")).subList(4, line.split(" +").length)));
        assertThat(methods).containsExactlyInAnyOrderElementsOf(facade.facade().methods());
    }

    private String outcome(String method, String target) {
        String params =
                """
                {'tag':'%1$s','entities':[{'tag':'%1$s','status':'','info':'','data':{}}],'machines':[{'tag':'%1$s'}],
                'changes':[{'tag':'%1$s','password':''}],'params':[{'machine-tag':'%1$s','container-type':''}],
                'args':[{'entity':{'tag':'%1$s'},'profiles':['p']}]}
                """
                        .formatted(target);
        String named = "\"" + target + "\" is not a valid " + (target.equals("nonsense") ? "tag" : "machine tag");
        String refusal = facade.refusal(HOST, method, params);
        if (!refusal.startsWith("no error")) {
            return refusal.equals(named + " []") ? "call" : refusal;
        }
        JsonNode error = facade.call(HOST, method, params).at("/results/0/error");
        String message = error.path("message").asText();
        return message.equals(named) && error.path("code").asText().isEmpty()
                ? "entry"
                : message.equals("permission denied") ? "denied" : message;
    }
}
