// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.CONTROLLER;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.core.Life;
import io.facet.facade.api.Caller;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.Rule;
import org.junit.Test;

/** Who may do what, provisioner.md section 2, for every method and caller. */
public class AccessMatrixTest {

    private static final Map<String, Caller> CALLERS = Map.of(
            "controller",
            CONTROLLER,
            "node",
            new Caller("controller-0", Caller.Kind.CONTROLLER, true),
            "host",
            agent("1"),
            "other",
            agent("2"),
            "container",
            agent("1/lxd/0"),
            "user",
            new Caller("user-admin", Caller.Kind.USER, false));

    private static final String NOT_A_MACHINE = "is not a valid machine tag []";

    /**
     * On which machines rule M lets whom: the top-level machine 1, its container, the container's own container; 42 and
     * 1/lxd/7 do not exist.
     */
    private static final String RULE_M =
            """
            target                 controller  node  host  other  container  user
            machine-1              yes         yes   yes   -      -          call
            machine-1-lxd-0        -           -     yes   -      yes        call
            machine-1-lxd-0-lxd-0  -           -     -     -      yes        call
            machine-2              yes         yes   -     yes    -          call
            machine-0-lxd-0        yes         -     -     -      -          call
            machine-42             yes         yes   -     -      -          call
            machine-1-lxd-7        -           -     yes   -      -          call
            """;

    /**
     * Methods by their rule: H as M, for whoever is a provisioned machine; O on the caller's own machine; E as O, entry by
     * entry; M on each
     * machine; C for controllers only; none.
     */
    private static final String METHODS =
            """
            H  HostChangesForContainers PrepareContainerInterfaceInfo GetContainerInterfaceInfo
            H  GetContainerProfileInfo
            O  SetHostMachineNetworkConfig SetObservedNetworkConfig
            E  Tools
            M  ReleaseContainerAddresses DistributionGroup DistributionGroupByMachineId
            M  SupportedContainers SetSupportedContainers SetCharmProfiles
            M  Life Status InstanceStatus InstanceId AvailabilityZone KeepInstance Constraints ProvisioningInfo
            M  SetStatus SetInstanceStatus SetModificationStatus EnsureDead MarkMachinesForRemoval Remove
            M  SetInstanceInfo SetPasswords WatchContainers WatchAllContainers
            C  WatchModelMachines WatchModelMachineStartTimes WatchMachineErrorRetry
            -  FindTools
            -  ContainerManagerConfig ContainerConfig
            -  ModelUUID ModelConfig ControllerConfig CACert APIAddresses APIHostPorts ControllerAPIInfoForModels
            -  WatchForModelConfigChanges WatchAPIHostPorts MachinesWithTransientErrors
            """;

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void everyMethodAdmitsWhomItsRuleAdmits() {
        List.of("0", "1", "2", "0/lxd/0", "1/lxd/0", "1/lxd/0/lxd/0")
                .forEach(id -> facade.machine(id, Life.ALIVE, "", true));
        SoftAssertions all = new SoftAssertions();
        METHODS.lines().forEach(line -> {
            String[] words = line.split(" +");
            for (String method : List.of(words).subList(1, words.length)) {
                switch (words[0]) {
                    case "H" -> checkRuleM(all, method, Map.of("node", NOT_A_MACHINE));
                    case "O" -> checkOwn(all, method);
                    case "E" -> checkOwnEntries(all, method);
                    case "M" -> checkRuleM(all, method, Map.of());
                    case "C" -> checkWhole(all, method, List.of("controller", "node"));
                    default -> checkWhole(all, method, List.of("controller", "node", "host", "other", "container"));
                }
            }
        });
        all.assertAll();
    }

    @Test
    public void matrixCoversEveryMethod() {
        assertThat(METHODS.lines()
                        .flatMap(line -> List.of(line.split(" +")).stream().skip(1)))
                .containsExactlyInAnyOrderElementsOf(facade.facade().methods());
    }

    /**
     * @param otherwise outcomes by callers whom another rule refuses first
     */
    private void checkRuleM(SoftAssertions all, String method, Map<String, String> otherwise) {
        List<String> rows = RULE_M.lines().toList();
        String[] callers = rows.get(0).split(" +");
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(" +");
            for (int i = 1; i < cells.length; i++) {
                all.assertThat(outcome(CALLERS.get(callers[i]), method, cells[0]))
                        .as(method + " on " + cells[0] + " by " + callers[i])
                        .isEqualTo(otherwise.getOrDefault(callers[i], cells[i]));
            }
        }
    }

    /** {@code yes}, {@code -} for an entry that is denied, {@code call} for a whole call that is. */
    private String outcome(Caller caller, String method, String tag) {
        String params =
                """
                {'entities':[{'tag':'%1$s','status':'','info':'','data':{}}],'machines':[{'tag':'%1$s'}],
                'changes':[{'tag':'%1$s','password':''}],'params':[{'machine-tag':'%1$s','container-type':''}],
                'args':[{'entity':{'tag':'%1$s'},'profiles':['p']}]}
                """
                        .formatted(tag);
        String refusal = facade.refusal(caller, method, params);
        if (refusal.equals("permission denied [unauthorized access]")) {
            return "call";
        }
        if (refusal.endsWith(NOT_A_MACHINE)) {
            return NOT_A_MACHINE;
        }
        JsonNode error =
                facade.call(caller, method, params).get("results").get(0).path("error");
        return error.path("code").asText().equals("unauthorized access") ? "-" : "yes";
    }

    private void checkOwn(SoftAssertions all, String method) {
        CALLERS.forEach((name, caller) -> RULE_M.lines().skip(1).forEach(row -> {
            String tag = row.split(" +")[0];
            String refusal = facade.refusal(caller, method, "{'tag':'" + tag + "'}");
            all.assertThat(refusal)
                    .as(method + " on " + tag + " by " + name)
                    .isEqualTo(caller.tag().equals(tag) ? "no error: {}" : "permission denied [unauthorized access]");
        }));
    }

    private void checkOwnEntries(SoftAssertions all, String method) {
        CALLERS.forEach((name, caller) -> RULE_M.lines().skip(1).forEach(row -> {
            String tag = row.split(" +")[0];
            String refused = name.equals("user") ? "call" : "-";
            all.assertThat(outcome(caller, method, tag))
                    .as(method + " on " + tag + " by " + name)
                    .isEqualTo(caller.tag().equals(tag) ? "yes" : refused);
        }));
    }

    private void checkWhole(SoftAssertions all, String method, List<String> admitted) {
        CALLERS.forEach((name, caller) -> {
            boolean refused = facade.refusal(caller, method, "{}").equals("permission denied [unauthorized access]");
            all.assertThat(refused).as(method + " by " + name).isEqualTo(!admitted.contains(name));
        });
    }
}
