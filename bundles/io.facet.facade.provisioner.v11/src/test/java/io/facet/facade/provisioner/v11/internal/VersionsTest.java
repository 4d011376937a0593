// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.CONTROLLER;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.facade.api.Facade;
import io.facet.facade.provisioner.common.Services;
import io.facet.facade.provisioner.v10.internal.ProvisionerFacadeV10;
import io.facet.facade.provisioner.v9.internal.ProvisionerFacadeV9;
import io.facet.machine.api.Machine;
import io.facet.network.api.NetworkService;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What versions 9, 10 and 11 differ in, provisioner.md 10.2 row by row, and that they differ in nothing else. */
public class VersionsTest {

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private Facade v9;
    private Facade v10;
    private Facade v11;

    @Before
    public void makeVersions() {
        v9 = new ProvisionerFacadeV9(facade.services());
        v10 = new ProvisionerFacadeV10(facade.services());
        v11 = facade.facade();
    }

    @Before
    public void addNetwork() {
        facade.write(tx -> {
            facade.network.importSpaces(
                    tx,
                    MODEL,
                    List.of(
                            new Space("d1", "dmz", "sp-1"),
                            new Space("d2", "db", ""),
                            new Space("d3", "pub", ""),
                            new Space("d4", "dark", "")));
            facade.network.importSubnets(
                    tx,
                    MODEL,
                    List.of(
                            new Subnet("n1", "10.1.0.0/16", "subnet-1", "", 0, List.of("az1"), "d1"),
                            new Subnet("n7", "10.7.0.0/16", "subnet-7", "", 0, List.of("az2"), "d2"),
                            new Subnet("n9", "10.9.0.0/16", "subnet-9", "", 0, List.of(), "d4")));
            return null;
        });
    }

    @Test
    public void seriesIsOfferedUpToTen() {
        Set<String> withSeries = new TreeSet<>(v11.methods());
        assertThat(withSeries.add("Series")).isTrue();
        assertThat(v10.methods()).containsExactlyInAnyOrderElementsOf(withSeries);
        assertThat(v9.methods()).containsExactlyInAnyOrderElementsOf(withSeries);
    }

    @Test
    public void unknownMethodIsToldWithTheVersion() {
        assertThat(facade.refusal(v9, "StateAddresses", "{}"))
                .isEqualTo("unknown method \"StateAddresses\" at version 9 for facade type \"Provisioner\""
                        + " [not implemented]");
        assertThat(facade.refusal(v10, "UpdateStatus", "{}"))
                .isEqualTo("unknown method \"UpdateStatus\" at version 10 for facade type \"Provisioner\""
                        + " [not implemented]");
        assertThat(facade.refusal(v11, "Series", "{}"))
                .isEqualTo("unknown method \"Series\" at version 11 for facade type \"Provisioner\" [not implemented]");
    }

    @Test
    public void nineTellsOfTheFirstSpaceAndTheOthersOfAll() {
        facade.machine("0", Life.ALIVE, "spaces=dmz,db,^pub", false);

        assertJson(place(v9, "machine-0"), "{'subnets-to-zones':{'subnet-1':['az1']}}");
        for (Facade version : List.of(v10, v11)) {
            assertJson(
                    place(version, "machine-0"),
                    "{'subnet-zones':{'subnet-1':['az1'],'subnet-7':['az2']},"
                            + "'space-subnets':{'dmz':['subnet-1'],'db':['subnet-7']}}");
        }
    }

    @Test
    public void nineLeavesOutWhatTheOthersTellAsNull() {
        facade.machine("0", Life.ALIVE, "spaces=^pub", false);

        assertJson(place(v9, "machine-0"), "{}");
        assertJson(place(v10, "machine-0"), "{'subnet-zones':null,'space-subnets':null}");
        assertJson(place(v11, "machine-0"), "{'subnet-zones':null,'space-subnets':null}");
    }

    @Test
    public void nineLeavesOutWhatIsEmpty() {
        facade.machine("0", Life.ALIVE, "spaces=dark", false);

        assertJson(place(v9, "machine-0"), "{}");
        assertJson(place(v10, "machine-0"), "{'subnet-zones':{},'space-subnets':{'dark':[]}}");
        assertJson(place(v11, "machine-0"), "{'subnet-zones':{},'space-subnets':{'dark':[]}}");
    }

    @Test
    public void nineIgnoresBindings() {
        facade.machine("0", Life.ALIVE, "spaces=db", false);
        facade.machine("1", Life.ALIVE, "spaces=^dmz", false);
        bound("0");
        bound("1");

        assertJson(place(v9, "machine-0"), "{'subnets-to-zones':{'subnet-7':['az2']}}");
        assertJson(place(v9, "machine-1"), "{}");
        assertJson(info(v9, "machine-1").at("/result/endpoint-bindings"), "{'':'sp-1'}");
        for (Facade version : List.of(v10, v11)) {
            assertJson(
                    place(version, "machine-0"),
                    "{'subnet-zones':{'subnet-1':['az1'],'subnet-7':['az2']},"
                            + "'space-subnets':{'dmz':['subnet-1'],'db':['subnet-7']}}");
            assertJson(
                    info(version, "machine-1"),
                    "{'result':null,'error':"
                            + error(
                                    "negative space constraint \"dmz\" conflicts with app1 endpoint binding for \"\"",
                                    "")
                            + "}");
        }
    }

    @Test
    public void spacesThatCannotBeUsedFailInAllVersions() {
        facade.machine("0", Life.ALIVE, "spaces=pub", false);
        facade.machine("1", Life.ALIVE, "spaces=ghost", false);

        for (Facade version : List.of(v9, v10, v11)) {
            assertJson(
                    info(version, "machine-0").get("error"),
                    error("matching subnets to zones: cannot use space \"pub\" as deployment target: no subnets", ""));
            assertJson(
                    info(version, "machine-1").get("error"),
                    error("matching subnets to zones: space with name \"ghost\" not found", "not found"));
        }
    }

    @Test
    public void spacesThatCannotBeReadAreToldInTheWordsOfTheVersion() {
        NetworkService unreadable = (NetworkService) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {NetworkService.class}, (proxy, method, args) -> {
                    throw FacetException.uncoded("no answer");
                });
        Services services = facade.servicesOn(facade.store.store(), facade.provisioningOn(unreadable));

        assertThat(facade.refusal(new ProvisionerFacadeV9(services), "ProvisioningInfo", "{}"))
                .isEqualTo("getting all spaces: no answer []");
        assertThat(facade.refusal(new ProvisionerFacadeV10(services), "ProvisioningInfo", "{}"))
                .isEqualTo("getting all space infos: no answer []");
        assertThat(facade.refusal(new ProvisionerFacadeV11(services), "ProvisioningInfo", "{}"))
                .isEqualTo("getting all space infos: no answer []");
    }

    @Test
    public void restOfProvisioningInfoIsTheSame() {
        facade.machines("0");

        JsonNode newest = rest(v11);
        assertThat(newest.at("/series").asText()).isEqualTo("jammy");
        assertThat(newest.at("/base/channel").asText()).isEqualTo("22.04/stable");
        assertThat(rest(v10)).isEqualTo(newest);
        assertThat(rest(v9)).isEqualTo(newest);
    }

    @Test
    public void originOfADeviceOfTheHostIsFilledInUpToTen() {
        NetworkFixture net = new NetworkFixture(facade);
        net.machines("nonce", "");

        report(v9, 9, "SetHostMachineNetworkConfig");
        report(v10, 10, "SetHostMachineNetworkConfig");
        report(v11, 11, "SetHostMachineNetworkConfig");

        // Of what is not reported any more, that of the machine goes, and the device with it.
        assertThat(net.stored(NetworkFixture.HOST))
                .containsExactlyInAnyOrder(
                        "c9 ethernet 10.66.9.3@provider",
                        "c10 ethernet 10.66.10.3@provider",
                        "a11 ethernet 10.66.11.1@",
                        "b11 ethernet 10.66.11.2@",
                        "c11 ethernet 10.66.11.3@provider");
    }

    @Test
    public void originOfAnObservedDeviceIsUsedAsSent() {
        NetworkFixture net = new NetworkFixture(facade);
        net.machines("nonce", "");

        report(v9, 9, "SetObservedNetworkConfig");
        report(v10, 10, "SetObservedNetworkConfig");

        assertThat(net.stored(NetworkFixture.HOST))
                .contains("a9 ethernet 10.66.9.1@", "b9 ethernet 10.66.9.2@", "a10 ethernet 10.66.10.1@");
    }

    @Test
    public void seriesIsThatOfTheBase() {
        facade.machines("0", "0/lxd/0");
        machine("1", "ubuntu@18.04/stable");
        machine("2", "centos@7/stable");
        machine("3", "ubuntu@99.04/stable");
        String asked =
                entities("machine-0", "machine-1", "machine-2", "machine-3", "machine-42", "machine-9-lxd-0", "x");

        for (Facade version : List.of(v9, v10)) {
            assertJson(
                    facade.answer(version, CONTROLLER, "Series", asked),
                    "{'results':[{'result':'jammy'},{'result':'bionic'},{'result':'centos7'},"
                            + "{'result':'','error':"
                            + error("series of base \"ubuntu@99.04/stable\" not found", "not found") + "},"
                            + "{'result':'','error':" + error("machine 42 not found", "not found") + "},"
                            + "{'result':'','error':" + ProvisionerRule.DENIED + "},"
                            + "{'result':'','error':" + ProvisionerRule.DENIED + "}]}");
            assertJson(
                    facade.answer(version, agent("0/lxd/0"), "Series", entities("machine-0-lxd-0", "machine-0")),
                    "{'results':[{'result':'jammy'},{'result':'','error':" + ProvisionerRule.DENIED + "}]}");
        }
    }

    @Test
    public void allOtherMethodsAnswerTheSame() {
        facade.machine("0", Life.ALIVE, "", true);
        facade.machines("0/lxd/0"); // With a container on it, no method makes the machine dead.
        String params = "{'entities':[{'tag':'machine-0'},{'tag':'machine-42'},{'tag':'x'}],'number':'2.8.1'}";
        SoftAssertions all = new SoftAssertions();
        v11.methods().stream()
                .filter(method -> !method.startsWith("Watch"))
                .filter(method -> !method.equals("ProvisioningInfo"))
                .forEach(method -> {
                    String newest = facade.refusal(v11, method, params);
                    all.assertThat(facade.refusal(v10, method, params)).isEqualTo(newest);
                    all.assertThat(facade.refusal(v9, method, params)).isEqualTo(newest);
                });
        all.assertAll();
    }

    private JsonNode info(Facade version, String tag) {
        return facade.answer(version, CONTROLLER, "ProvisioningInfo", entities(tag))
                .get("results")
                .get(0);
    }

    /** What tells where in the network a machine goes. */
    private ObjectNode place(Facade version, String tag) {
        return ((ObjectNode) info(version, tag).get("result"))
                .retain("subnets-to-zones", "subnet-zones", "space-subnets");
    }

    private JsonNode rest(Facade version) {
        return ((ObjectNode) info(version, "machine-0").get("result"))
                .without(List.of("subnets-to-zones", "subnet-zones", "space-subnets"));
    }

    /** Puts a unit on the machine whose application is bound to the space dmz. */
    private void bound(String machine) {
        String application = "app" + machine;
        facade.write(tx -> {
            facade.applications.importApplications(
                    tx,
                    MODEL,
                    List.of(new Application(
                            application, "ch:a-1", 1, false, Constraints.NONE, Map.of("", "d1"), Optional.empty())));
            facade.applications.importUnits(
                    tx,
                    MODEL,
                    List.of(new Unit(
                            application + "/0", application, Optional.of(new MachineId(machine)), Optional.empty())));
            return null;
        });
    }

    private void machine(String id, String base) {
        facade.importMachine(new Machine(
                new MachineId(id),
                Life.ALIVE,
                Base.parse(base),
                Constraints.NONE,
                "",
                List.of(Machine.JOB_HOST_UNITS),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** Reports a device without origin, one with an empty one, and one that the provider knows. */
    private void report(Facade version, int number, String method) {
        String device = "{'interface-name':'%1$s%2$d','interface-type':'ethernet',%4$s'addresses':"
                + "[{'value':'10.66.%2$d.%3$d','cidr':'10.66.0.0/16','type':'ipv4','scope':'local-cloud'}]}";
        String config = String.join(
                ",",
                device.formatted("a", number, 1, ""),
                device.formatted("b", number, 2, "'origin':'',"),
                device.formatted("c", number, 3, "'origin':'provider',"));
        assertJson(
                facade.answer(
                        version,
                        NetworkFixture.CALLER,
                        method,
                        "{'tag':'" + NetworkFixture.HOST.tag() + "','config':[" + config + "]}"),
                "{}");
    }
}
