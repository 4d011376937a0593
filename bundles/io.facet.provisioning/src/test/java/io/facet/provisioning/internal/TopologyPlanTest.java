// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.Topology;
import io.facet.provisioning.api.TopologyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** The worked examples 32 to 39 of networking.md section 7, and what they leave open. */
public class TopologyPlanTest {

    private static final Space ALPHA = new Space("0", "alpha", "");
    private static final Space CORP = new Space("c1", "corp", "sp-77");
    private static final Space STOR = new Space("c2", "stor", "");
    private static final Space EDGE = new Space("c3", "edge", "");
    private static final Subnet NET_0 = subnet("0", "10.5.0.0/24", "net-0", ALPHA, "rack-a");
    private static final Subnet NET_A = subnet("1", "172.21.8.0/24", "net-a", CORP, "rack-a");
    private static final Subnet NET_B = subnet("2", "172.21.9.0/24", "net-b", CORP, "rack-b", "rack-c");
    private static final Subnet NET_S = subnet("3", "10.66.0.0/16", "net-s", STOR, "rack-a");
    private static final Subnet NET_E = subnet("4", "192.168.240.0/24", "net-e", EDGE);
    private static final Map<String, String> LEDGER = Map.of("", "0", "api", "c1", "cache", "c2");
    private static final Map<String, String> ALL_ALPHA = Map.of("", "0", "db", "0");

    private final List<Subnet> subnets = new ArrayList<>(List.of(NET_A, NET_B, NET_S, NET_E));
    private boolean zonelessSubnets;

    @Test
    public void constrainedSpacesAreMatchedToZones() {
        assertThat(topology("spaces=stor,corp", Map.of()))
                .hasValue(new Topology(
                        Map.of(
                                "net-a", List.of("rack-a"),
                                "net-b", List.of("rack-b", "rack-c"),
                                "net-s", List.of("rack-a")),
                        Map.of("corp", List.of("net-a", "net-b"), "stor", List.of("net-s"))));
    }

    @Test
    public void boundSpacesAreMatchedToZonesTheDefaultOneIncluded() {
        subnets.add(0, NET_0);
        assertThat(topology("", LEDGER))
                .hasValue(new Topology(
                        Map.of(
                                "net-0", List.of("rack-a"),
                                "net-a", List.of("rack-a"),
                                "net-b", List.of("rack-b", "rack-c"),
                                "net-s", List.of("rack-a")),
                        Map.of(
                                "alpha", List.of("net-0"),
                                "corp", List.of("net-a", "net-b"),
                                "stor", List.of("net-s"))));
        assertThat(bindings(LEDGER).byEndpoint()).isEqualTo(Map.of("", "alpha", "api", "sp-77", "cache", "stor"));
    }

    @Test
    public void alphaWithoutSubnetsIsNoDeploymentTarget() {
        refused(
                "",
                LEDGER,
                "matching subnets to zones: cannot use space \"alpha\" as deployment target: no subnets",
                ErrorCode.NONE);
    }

    @Test
    public void excludedSpaceMustNotBeBound() {
        refused(
                "spaces=^corp",
                LEDGER,
                "negative space constraint \"corp\" conflicts with ledger endpoint binding for \"api\"",
                ErrorCode.NONE);
    }

    @Test
    public void onlyAlphaConstrainsNothingUnlessAskedFor() {
        subnets.add(0, NET_0);
        assertThat(topology("", ALL_ALPHA)).isEmpty();
        assertThat(bindings(ALL_ALPHA).byEndpoint()).isEqualTo(Map.of("", "alpha", "db", "alpha"));
        assertThat(topology("spaces=alpha", ALL_ALPHA))
                .hasValue(new Topology(Map.of("net-0", List.of("rack-a")), Map.of("alpha", List.of("net-0"))));
        assertThat(topology("", Map.of())).isEmpty();
        assertThat(topology("spaces=^corp", Map.of())).isEmpty();
    }

    @Test
    public void unknownSpaceIsNotFound() {
        refused(
                "spaces=ghost",
                Map.of(),
                "matching subnets to zones: space with name \"ghost\" not found",
                ErrorCode.NOT_FOUND);
    }

    @Test
    public void subnetWithoutZonesCountsOnlyOnCloudsThatCanUseIt() {
        assertThat(topology("spaces=edge", Map.of())).hasValue(new Topology(Map.of(), Map.of("edge", List.of())));
        zonelessSubnets = true;
        assertThat(topology("spaces=edge", Map.of()))
                .hasValue(new Topology(Map.of("net-e", List.of()), Map.of("edge", List.of("net-e"))));
    }

    @Test
    public void subnetWithoutProviderIdIsLeftOut() {
        subnets.add(subnet("9", "10.9.0.0/16", "", STOR, "rack-z"));
        assertThat(topology("spaces=stor", Map.of()))
                .hasValue(new Topology(Map.of("net-s", List.of("rack-a")), Map.of("stor", List.of("net-s"))));
    }

    @Test
    public void bindingsOfSubordinatesDoNotCount() {
        Unit subordinate = new Unit("ledger/0", "ledger", Optional.of(new MachineId("4")), Optional.of("other/0"));
        assertThat(Bindings.of(List.of(subordinate), Map.of("ledger", ledger(LEDGER)), List.of(ALPHA))
                        .all())
                .isEmpty();
    }

    @Test
    public void bindingToAnUnknownSpaceFailsWithTheEndpoint() {
        assertThatThrownBy(() -> bindings(Map.of("db", "7")))
                .isInstanceOf(FacetException.class)
                .hasMessage("cannot determine spaces for endpoint bindings: unknown space \"7\" with no provider ID"
                        + " specified for endpoint \"db\"");
    }

    @Test
    public void firstSpaceConstraintAloneCountsWhereTheRuleSaysSo() {
        subnets.add(0, NET_0);
        Topology stor = new Topology(Map.of("net-s", List.of("rack-a")), Map.of("stor", List.of("net-s")));
        assertThat(topology(TopologyRule.FIRST_SPACE, "spaces=^edge,stor,corp", LEDGER))
                .hasValue(stor);
        assertThat(topology(TopologyRule.FIRST_SPACE, "spaces=stor,^corp", LEDGER))
                .hasValue(stor);
        assertThat(topology(TopologyRule.FIRST_SPACE, "spaces=^corp", LEDGER)).isEmpty();
        assertThat(topology(TopologyRule.FIRST_SPACE, "", LEDGER)).isEmpty();
        assertThat(topology(TopologyRule.FIRST_SPACE, "spaces=alpha", Map.of()))
                .hasValue(new Topology(Map.of("net-0", List.of("rack-a")), Map.of("alpha", List.of("net-0"))));
    }

    private void refused(String constraints, Map<String, String> bindings, String message, ErrorCode code) {
        assertThatThrownBy(() -> topology(constraints, bindings)).isInstanceOfSatisfying(FacetException.class, e -> {
            assertThat(e).hasMessage(message);
            assertThat(e.code()).isEqualTo(code);
        });
    }

    private Optional<Topology> topology(String constraints, Map<String, String> bindings) {
        return topology(TopologyRule.ALL_SPACES, constraints, bindings);
    }

    private Optional<Topology> topology(TopologyRule rule, String constraints, Map<String, String> bindings) {
        Constraints parsed = constraints.isEmpty() ? Constraints.NONE : ConstraintsText.parse(constraints);
        ModelFacts facts = new ModelFacts(
                Outcome.failed(FacetException.notFound("model")),
                Outcome.of(Map.of()),
                Outcome.of(Map.of()),
                "",
                new CloudSpec("c", "lxd", "", ""),
                new CloudCapabilities(false, false, false, zonelessSubnets, Set.of()),
                List.of(ALPHA, CORP, EDGE, STOR),
                subnets);
        return new TopologyPlan(facts, rule).of(parsed, bindings(bindings));
    }

    private static Bindings bindings(Map<String, String> ledger) {
        if (ledger.isEmpty()) {
            return new Bindings(List.of());
        }
        Unit unit = new Unit("ledger/0", "ledger", Optional.of(new MachineId("4")), Optional.empty());
        return Bindings.of(List.of(unit), Map.of("ledger", ledger(ledger)), List.of(ALPHA, CORP, EDGE, STOR));
    }

    private static Application ledger(Map<String, String> bindings) {
        return new Application("ledger", "ch:ledger-1", 1, false, Constraints.NONE, bindings, Optional.empty());
    }

    private static Subnet subnet(String id, String cidr, String providerId, Space space, String... zones) {
        return new Subnet(id, cidr, providerId, "", 0, List.of(zones), space.id());
    }
}
