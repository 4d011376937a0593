// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.Test;

/** The model that is bundled for newcomers, and the example of the contract. */
public class ExampleModelTest {
    private static final Path WEBSHOP =
            Path.of("..", "..", "karaf-assembly", "src", "main", "resources", "examples", "model-webshop.yaml");
    private static final Path CONTRACT =
            Path.of("..", "..", "..", "shared", "contract", "examples", "model-small.yaml");

    private final Ledger ledger = new Ledger();

    @Test
    public void theBundledModelHasMachinesOfEveryKind() {
        Description webshop = read(WEBSHOP);
        List<Machine> machines = machines(webshop);
        List<Machine> topLevel =
                machines.stream().filter(machine -> !machine.id().isContainer()).toList();
        Set<MachineId> occupied = webshop.applications().units().stream()
                .flatMap(unit -> unit.value().machine().stream())
                .collect(Collectors.toSet());

        assertThat(topLevel).hasSizeGreaterThanOrEqualTo(24);
        assertThat(topLevel.stream().filter(ExampleModelTest::isPending)).hasSizeGreaterThanOrEqualTo(12);
        assertThat(machines.stream().filter(machine -> machine.id().isContainer()))
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(machines.stream().filter(machine -> machine.life() == Life.DEAD))
                .singleElement()
                .satisfies(dead -> assertThat(occupied).doesNotContain(dead.id()));
        assertThat(webshop.images()).isNotEmpty();
        assertThat(webshop.config()).containsKeys("resource-tags", "cloudinit-userdata");
        assertThat(ledger.warnings()).isEmpty();
    }

    @Test
    public void everyWaitingMachineOfTheBundledModelCanBeProvisioned() {
        Description webshop = read(WEBSHOP);
        Map<String, Space> spaces = webshop.network().spaces().stream()
                .map(Located::value)
                .collect(Collectors.toMap(Space::id, Function.identity()));
        spaces.put(Space.ALPHA_ID, new Space(Space.ALPHA_ID, Space.ALPHA_NAME, ""));
        Set<String> usable = webshop.network().subnets().stream()
                .map(Located::value)
                .filter(subnet -> !subnet.providerId().isEmpty())
                .filter(subnet -> !subnet.availabilityZones().isEmpty())
                .map(Subnet::spaceId)
                .map(id -> spaces.get(id).name())
                .collect(Collectors.toSet());

        for (Machine machine :
                machines(webshop).stream().filter(ExampleModelTest::isPending).toList()) {
            Set<String> bound = new TreeSet<>();
            webshop.applications().units().stream()
                    .map(Located::value)
                    .filter(unit -> unit.machine().equals(Optional.of(machine.id())))
                    .map(Unit::application)
                    .flatMap(name -> application(webshop, name).endpointBindings().values().stream())
                    .forEach(id -> bound.add(spaces.get(id).name()));

            assertThat(usable).as("spaces of machine " + machine.id()).containsAll(bound);
            assertThat(usable)
                    .as("constraints of machine " + machine.id())
                    .containsAll(machine.constraints().includedSpaces());
            assertThat(Collections.disjoint(bound, machine.constraints().excludedSpaces()))
                    .as("machine " + machine.id() + " excludes none of its spaces")
                    .isTrue();
        }
    }

    @Test
    public void theExampleOfTheContractIsRead() {
        assumeTrue("the contract is not at hand", Files.exists(CONTRACT));

        Description small = read(CONTRACT);

        assertThat(small.counts())
                .containsEntry("machines", 4)
                .containsEntry("containers", 2)
                .containsEntry("applications", 3)
                .containsEntry("units", 6)
                .containsEntry("spaces", 2)
                .containsEntry("subnets", 4);
        assertThat(ledger.warnings()).isEmpty();
    }

    private static boolean isPending(Machine machine) {
        return machine.instance().isEmpty() && machine.life() == Life.ALIVE;
    }

    private static Application application(Description description, String name) {
        return description.applications().applications().stream()
                .map(Located::value)
                .filter(application -> application.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Machine> machines(Description description) {
        return description.machines().machines().stream()
                .map(machine -> machine.value().machine())
                .toList();
    }

    private Description read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new DescriptionReader(new YamlReader(Document.LIMITS, Sections.SKIMMED).read(in), ledger).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
