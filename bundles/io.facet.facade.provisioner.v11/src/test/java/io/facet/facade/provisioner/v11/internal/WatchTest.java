// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.controller.api.ControllerService;
import io.facet.core.Life;
import io.facet.facade.api.Watch;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

/** What the watch methods register and answer, provisioner.md section 7. */
public class WatchTest {

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private Watch.Source source(Set<String> namespaces, String scope, String prefix) {
        return new Watch.Source(MODEL, namespaces, scope, prefix, facade.read(tx -> tx.position(MODEL)));
    }

    @Test
    public void modelMachinesStartWithAllTopLevelMachinesOfAnyLife() {
        facade.machines("10", "2", "2/lxd/0");
        facade.machine("3", Life.DEAD);

        assertJson(facade.call("WatchModelMachines", "{}"), "{'watcher-id':'1','changes':['2','3','10']}");
        assertJson(facade.call("WatchModelMachineStartTimes", "{}"), "{'watcher-id':'2','changes':['2','3','10']}");

        assertThat(facade.watches)
                .containsExactly(
                        new Watch.LifeCycle(source(Set.of(MachineService.LIFE_NAMESPACE), "", ""), Set.of("3")),
                        new Watch.Keys(
                                source(
                                        Set.of(MachineService.LIFE_NAMESPACE, MachineService.AGENT_START_NAMESPACE),
                                        "",
                                        ""),
                                Duration.ofMillis(500)));
    }

    @Test
    public void changesAreLeftOutWhenThereAreNoMachines() {
        assertJson(facade.call("WatchModelMachines", "{}"), "{'watcher-id':'1'}");
    }

    @Test
    public void onlyControllersWatchModelMachinesAndErrorRetries() {
        facade.machines("1");
        for (String method : List.of("WatchModelMachines", "WatchModelMachineStartTimes", "WatchMachineErrorRetry")) {
            assertThat(facade.refusal(agent("1"), method, "{}")).isEqualTo("permission denied [unauthorized access]");
        }
        assertThat(facade.watches).isEmpty();
    }

    @Test
    public void errorRetryIsATimerOfAMinute() {
        assertJson(facade.call("WatchMachineErrorRetry", "{}"), "{'NotifyWatcherId':'1'}");
        assertThat(facade.watches).containsExactly(new Watch.Timer(Duration.ofMinutes(1)));
    }

    @Test
    public void modelConfigAndApiAddressesAreWatchedByAnyAgent() {
        facade.machines("1");
        String controllerModel =
                facade.read(tx -> facade.controller.identity(tx).modelUuid());

        assertJson(facade.call(agent("1"), "WatchForModelConfigChanges", "{}"), "{'NotifyWatcherId':'1'}");
        assertJson(facade.call(agent("1"), "WatchAPIHostPorts", "{}"), "{'NotifyWatcherId':'2'}");

        assertThat(facade.watches)
                .containsExactly(
                        new Watch.Notify(source(Set.of(ModelService.CONFIG_NAMESPACE), "", "")),
                        new Watch.Notify(new Watch.Source(
                                controllerModel,
                                Set.of(ControllerService.API_ADDRESSES_NAMESPACE),
                                "",
                                "",
                                facade.read(tx -> tx.position(controllerModel)))));
    }

    @Test
    public void containersAreThoseOfTheHostAndType() {
        facade.machines("1", "1/lxd/10", "1/lxd/2", "1/kvm/0", "1/lxd/2/lxd/0", "0", "0/lxd/0", "10/lxd/0");
        facade.machine("1/lxd/3", Life.DEAD);
        String params = "{'params':[{'machine-tag':'machine-1','container-type':'lxd'},"
                + "{'machine-tag':'machine-1','container-type':''},"
                + "{'machine-tag':'machine-1','container-type':'odd'},"
                + "{'machine-tag':'machine-0','container-type':'lxd'},"
                + "{'machine-tag':'machine-1-lxd-99','container-type':'lxd'},"
                + "{'machine-tag':'nonsense','container-type':'lxd'}]}";
        String failed = "{'watcher-id':'','error':";
        String tail = failed + DENIED + "}," + failed + error("machine 1/lxd/99 not found", "not found") + "}," + failed
                + DENIED + "}]}";

        assertJson(
                facade.call(agent("1"), "WatchContainers", params),
                "{'results':[{'watcher-id':'1','changes':['1/lxd/2','1/lxd/3','1/lxd/10']},"
                        + "{'watcher-id':'2','changes':['1/kvm/0','1/lxd/2','1/lxd/3','1/lxd/10']},"
                        + "{'watcher-id':'3'}," + tail);
        assertJson(
                facade.call(agent("1"), "WatchAllContainers", params),
                "{'results':[{'watcher-id':'4','changes':['1/lxd/2','1/lxd/3','1/lxd/10']},"
                        + "{'watcher-id':'5','changes':['1/kvm/0','1/lxd/2','1/lxd/3','1/lxd/10']},"
                        + "{'watcher-id':'6'}," + tail);

        Set<String> life = Set.of(MachineService.LIFE_NAMESPACE);
        assertThat(facade.watches.subList(0, 3))
                .containsExactly(
                        new Watch.LifeCycle(source(life, "1", "1/lxd/"), Set.of("1/lxd/3")),
                        new Watch.LifeCycle(source(life, "1", ""), Set.of("1/lxd/3")),
                        new Watch.LifeCycle(source(life, "1", "1/odd/"), Set.of()));
    }
}
