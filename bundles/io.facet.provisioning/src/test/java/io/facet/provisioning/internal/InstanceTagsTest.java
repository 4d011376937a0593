// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.application.api.Unit;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.model.api.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class InstanceTagsTest {

    private static final ModelInfo MODEL =
            new ModelInfo("model-uuid", "shop", "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5"));

    @Test
    public void plainMachineHasThreeTags() {
        assertThat(tags(null, machine("0/lxd/1", Machine.JOB_HOST_UNITS), List.of()))
                .isEqualTo(Map.of(
                        "juju-model-uuid", "model-uuid",
                        "juju-controller-uuid", "controller-uuid",
                        "juju-machine-id", "shop-machine-0-lxd-1"));
    }

    @Test
    public void jujuTagsOverrideResourceTags() {
        assertThat(tags(
                        Map.of("team", "a b", "juju-model-uuid", "x"),
                        machine("0", Machine.JOB_HOST_UNITS, Machine.JOB_MANAGE_MODEL),
                        List.of()))
                .isEqualTo(Map.of(
                        "team", "a b",
                        "juju-model-uuid", "model-uuid",
                        "juju-controller-uuid", "controller-uuid",
                        "juju-is-controller", "true",
                        "juju-machine-id", "shop-machine-0"));
    }

    @Test
    public void principalUnitsAreNamedInTextOrder() {
        List<Unit> units = List.of(unit("web/2", ""), unit("web/10", ""), unit("db/0", ""), unit("logs/0", "web/2"));

        assertThat(tags(null, machine("0", Machine.JOB_HOST_UNITS), units))
                .containsEntry("juju-units-deployed", "db/0 web/10 web/2");
        assertThat(tags(null, machine("0", Machine.JOB_HOST_UNITS), List.of(unit("logs/0", "web/2"))))
                .doesNotContainKey("juju-units-deployed");
    }

    private static Map<String, String> tags(Object resourceTags, Machine machine, List<Unit> units) {
        return InstanceTags.of(MODEL, "controller-uuid", resourceTags, machine, units);
    }

    private static Unit unit(String name, String principal) {
        return new Unit(
                name,
                name.substring(0, name.indexOf('/')),
                Optional.of(new MachineId("0")),
                Optional.of(principal).filter(text -> !text.isEmpty()));
    }

    private static Machine machine(String id, String... jobs) {
        return new Machine(
                new MachineId(id),
                Life.ALIVE,
                Base.parse("ubuntu@22.04"),
                Constraints.NONE,
                "",
                List.of(jobs),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
