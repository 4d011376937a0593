// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryUpload;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.HostPort;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.NetworkAddress;
import io.facet.machine.api.Machine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;

/** {@code FindTools} and {@code Tools}, provisioner.md 3.2 and section 4. What streams add is tested with the service. */
public class ToolsTest {

    private static final String NOTHING =
            "{'list':null,'error':" + error("no agent binaries available", "not found") + "}";

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void everyBinaryIsOfferedAtEveryAddress() {
        addresses("10.0.0.5", "fd00::5");
        AgentBinary arm = store("4.0.1-ubuntu-arm64");
        AgentBinary amd = store("4.0.1-ubuntu-amd64");

        assertJson(
                facade.call(agent("1"), "FindTools", "{'number':'4.0.1','os-type':'ubuntu','major':0}"),
                "{'list':[" + tools(amd, "10.0.0.5:17070") + "," + tools(amd, "[fd00::5]:17070") + ","
                        + tools(arm, "10.0.0.5:17070") + "," + tools(arm, "[fd00::5]:17070") + "]}");
    }

    @Test
    public void numberSystemAndArchitectureSelect() {
        store("4.0.1-ubuntu-amd64");
        store("4.0.1-centos-amd64");
        store("4.0.2-ubuntu-amd64");

        assertThat(found("{'number':'4.0.1','os-type':'ubuntu','arch':'amd64'}"))
                .containsExactly("4.0.1-ubuntu-amd64");
        assertThat(found("{'number':'4.0.1','arch':'amd64'}"))
                .containsExactly("4.0.1-centos-amd64", "4.0.1-ubuntu-amd64");
        assertThat(found("{'number':'4.0.2'}")).containsExactly("4.0.2-ubuntu-amd64");
        assertJson(facade.call("FindTools", "{'number':'4.0.1','arch':'s390x'}"), NOTHING);
    }

    @Test
    public void zeroOrAbsentNumberFindsNothingStored() {
        store("4.0.0-ubuntu-amd64");

        assertJson(facade.call("FindTools", "{}"), NOTHING);
        assertJson(facade.call("FindTools", "{'number':'0.0.0','os-type':'ubuntu','arch':'amd64'}"), NOTHING);
        assertJson(facade.call("FindTools", "{'number':null,'major':4}"), NOTHING);
    }

    @Test
    public void majorAndMinorAreIgnored() {
        store("4.0.1-ubuntu-amd64");

        assertThat(found("{'number':'4.0.1','major':-1,'minor':-1}")).containsExactly("4.0.1-ubuntu-amd64");
    }

    @Test
    public void seriesIsAnsweredWithVersionsOfThatSeriesUnlessTheSystemIsNamed() {
        store("2.8.1-ubuntu-amd64");

        assertThat(found("{'number':'2.8.1','series':'bionic','arch':'amd64','major':-1,'minor':-1}"))
                .containsExactly("2.8.1-bionic-amd64");
        assertThat(found("{'number':'2.8.1','series':'bionic','os-type':'ubuntu'}"))
                .containsExactly("2.8.1-ubuntu-amd64");
    }

    @Test
    public void numberThatDoesNotParseFailsTheRequest() {
        assertThat(facade.refusal("FindTools", "{'number':'four'}"))
                .isEqualTo("params not valid: invalid version \"four\" []");
        assertThat(facade.refusal("FindTools", "{'number':4}")).startsWith("params.number not valid");
        assertThat(facade.refusal("FindTools", "{'major':'x'}")).startsWith("params.major not valid");
    }

    @Test
    public void withoutAnAddressThereIsNothingToPickFrom() {
        addresses("127.0.0.1");
        store("4.0.1-ubuntu-amd64");

        assertJson(
                facade.call("FindTools", "{'number':'4.0.1'}"),
                "{'list':null,'error':" + error("no suitable API server address to pick from", "") + "}");
    }

    @Test
    public void agentsGetTheVersionOfTheModelForWhatTheyReported() {
        AgentBinary wanted = store("4.0-beta5-ubuntu-arm64");
        store("4.0-beta5-ubuntu-amd64");
        reported("1", "3.6.0-ubuntu-arm64");

        assertJson(
                facade.call(agent("1"), "Tools", entities("machine-1")),
                "{'results':[{'tools':[" + tools(wanted, "10.0.0.5:17070") + "]}]}");
    }

    @Test
    public void agentsGetNothingButTheirOwn() {
        store("4.0-beta5-ubuntu-amd64");
        reported("1", "3.6.0-ubuntu-amd64");
        reported("1/lxd/0", "3.6.0-ubuntu-amd64");
        String denied = "{'tools':null,'error':" + DENIED + "}";

        assertJson(
                facade.call(
                        agent("1"), "Tools", entities("machine-2", "machine-1-lxd-0", "nonsense", "user-admin", "")),
                "{'results':[" + String.join(",", denied, denied, denied, denied, denied) + "]}");
        assertJson(facade.call("Tools", entities("machine-1")), "{'results':[" + denied + "]}");
        assertJson(facade.call(agent("1"), "Tools", "{}"), "{'results':[]}");
    }

    @Test
    public void machinesThatAreNotThereOrNeverReportedAreNotFound() {
        facade.machines("1");

        assertJson(
                facade.call(agent("1"), "Tools", entities("machine-1")),
                "{'results':[{'tools':null,'error':" + error("agent binaries for machine 1 not found", "not found")
                        + "}]}");
        assertJson(
                facade.call(agent("7"), "Tools", entities("machine-7")),
                "{'results':[{'tools':null,'error':" + error("machine 7 not found", "not found") + "}]}");
    }

    private List<String> found(String params) {
        JsonNode list = facade.call("FindTools", params).get("list");
        return StreamSupport.stream(list.spliterator(), false)
                .map(tools -> tools.get("version").asText())
                .toList();
    }

    private static String tools(AgentBinary binary, String address) {
        return "{'version':'" + binary.version() + "','url':'https://" + address + "/model/" + MODEL + "/tools/"
                + binary.version() + "','sha256':'" + binary.sha256() + "','size':" + binary.size() + "}";
    }

    private AgentBinary store(String version) {
        try (AgentBinaryUpload upload = facade.agentBinaries.upload(MODEL, AgentBinaryVersion.parse(version))) {
            upload.write(ByteBuffer.wrap(version.getBytes(UTF_8)));
            return upload.finish().toCompletableFuture().join();
        }
    }

    private void reported(String id, String version) {
        facade.importMachine(new Machine(
                new MachineId(id),
                Life.ALIVE,
                Base.parse("ubuntu@22.04/stable"),
                Constraints.NONE,
                "",
                List.of(Machine.JOB_HOST_UNITS),
                "",
                false,
                Optional.of(AgentBinaryVersion.parse(version)),
                Optional.empty(),
                Optional.empty()));
    }

    private void addresses(String... values) {
        String controllerModel =
                facade.read(tx -> facade.controller.identity(tx).modelUuid());
        List<HostPort> addresses = List.of(values).stream()
                .map(value -> new HostPort(NetworkAddress.derive(value), 17070))
                .toList();
        facade.store.write(controllerModel, tx -> {
            facade.controller.setApiHostPorts(tx, "0", addresses, addresses);
            return null;
        });
    }
}
