// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.application.api.Unit;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;

/** Distribution groups, provisioner.md 4.2. */
public class DistributionTest {

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void groupsAreThoseOfTheTestedExample() {
        example();

        assertJson(
                facade.call("DistributionGroup", entities("machine-0", "machine-1", "machine-2", "machine-3")),
                "{'results':[{'result':['i-2','i-3']},{'result':[]},{'result':['i-2']},{'result':['i-3']}]}");
        assertJson(
                facade.call(
                        "DistributionGroupByMachineId", entities("machine-0", "machine-1", "machine-2", "machine-3")),
                "{'results':[{'result':['2','3']},{},{'result':['0']},{'result':['0']}]}");
    }

    @Test
    public void subordinatesAndUnitsWithoutAMachineCountForNothing() {
        example();
        units(
                new Unit("ntp/0", "ntp", machine("1"), Optional.of("mysql/0")),
                new Unit("ntp/1", "ntp", machine("2"), Optional.of("wordpress/1")),
                new Unit("mysql/9", "mysql", Optional.empty(), Optional.empty()));

        assertJson(facade.call("DistributionGroup", entities("machine-1")), "{'results':[{'result':[]}]}");
        assertJson(
                facade.call("DistributionGroupByMachineId", entities("machine-1", "machine-3")),
                "{'results':[{},{'result':['0']}]}");
    }

    @Test
    public void idsAreSortedAsTextAndEachOnce() {
        for (String id : List.of("2", "10", "9")) {
            facade.machine(id, Life.ALIVE, "", true);
            units(
                    new Unit("a/" + id, "a", machine(id), Optional.empty()),
                    new Unit("b/" + id, "b", machine(id), Optional.empty()));
        }

        assertJson(
                facade.call("DistributionGroup", entities("machine-9")),
                "{'results':[{'result':['i-10','i-2','i-9']}]}");
        assertJson(
                facade.call("DistributionGroupByMachineId", entities("machine-9")),
                "{'results':[{'result':['10','2']}]}");
    }

    @Test
    public void controllersAreKeptApartFromEachOther() {
        controller("10", "i-a");
        controller("2", "i-b");
        controller("3", "");
        facade.machine("4", Life.ALIVE, "", true);
        units(
                new Unit("a/0", "a", machine("2"), Optional.empty()),
                new Unit("a/1", "a", machine("4"), Optional.empty()));

        assertJson(
                facade.call("DistributionGroup", entities("machine-2", "machine-3")),
                "{'results':[{'result':['i-b','i-a']},{'result':['i-b','i-a']}]}");
        assertJson(
                facade.call("DistributionGroupByMachineId", entities("machine-2", "machine-3")),
                "{'results':[{'result':['10','3']},{'result':['10','2']}]}");
    }

    @Test
    public void entriesThatCannotBeAnsweredHaveTheirOwnError() {
        facade.machines("0");
        String denied = DENIED;
        String notFound = error("machine 42 not found", "not found");

        assertJson(
                facade.call("DistributionGroup", entities("nonsense", "unit-a-0", "machine-1-lxd-0", "machine-42")),
                ("{'results':[{'result':null,'error':%1$s},{'result':null,'error':%1$s},{'result':null,'error':%1$s},"
                                + "{'result':null,'error':%2$s}]}")
                        .formatted(denied, notFound));
        assertJson(
                facade.call("DistributionGroupByMachineId", entities("nonsense", "machine-42", "machine-0")),
                "{'results':[{'error':%s},{'error':%s},{}]}".formatted(denied, notFound));
        assertJson(facade.call("DistributionGroup", "{}"), "{'results':[]}");
    }

    @Test
    public void fiveHundredMachinesCostAsManyQueriesAsOne() {
        List<MachineId> ids = IntStream.range(0, 500)
                .mapToObj(i -> new MachineId(Integer.toString(i)))
                .toList();
        ids.forEach(id -> {
            facade.machine(id.value(), Life.ALIVE, "", true);
            units(new Unit(
                    "a" + id.value().length() + "/" + id,
                    "a" + id.value().length(),
                    Optional.of(id),
                    Optional.empty()));
        });

        long forOne =
                facade.store.statementsOf(tx -> facade.provisioning.distributionGroups(tx, MODEL, ids.subList(0, 1)));
        long forAll = facade.store.statementsOf(tx -> facade.provisioning.distributionGroups(tx, MODEL, ids));

        // Fewer, since what is read of all that were asked about need not be read again of those near them.
        assertThat(forAll).isPositive().isLessThanOrEqualTo(forOne);
    }

    /** mysql on 0 and 3, wordpress on 0 and 2; 1, 2 and 3 are provisioned. */
    private void example() {
        facade.machines("0");
        List.of("1", "2", "3").forEach(id -> facade.machine(id, Life.ALIVE, "", true));
        units(
                new Unit("mysql/0", "mysql", machine("0"), Optional.empty()),
                new Unit("mysql/1", "mysql", machine("3"), Optional.empty()),
                new Unit("wordpress/0", "wordpress", machine("0"), Optional.empty()),
                new Unit("wordpress/1", "wordpress", machine("2"), Optional.empty()));
    }

    private void units(Unit... units) {
        facade.write(tx -> {
            facade.applications.importUnits(tx, MODEL, List.of(units));
            return null;
        });
    }

    private static Optional<MachineId> machine(String id) {
        return Optional.of(new MachineId(id));
    }

    private void controller(String id, String instance) {
        facade.importMachine(new Machine(
                new MachineId(id),
                Life.ALIVE,
                Base.parse("ubuntu@22.04/stable"),
                Constraints.NONE,
                "",
                List.of(Machine.JOB_HOST_UNITS, Machine.JOB_MANAGE_MODEL),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                instance.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Instance(instance, "", HardwareCharacteristics.UNKNOWN, List.of()))));
    }
}
