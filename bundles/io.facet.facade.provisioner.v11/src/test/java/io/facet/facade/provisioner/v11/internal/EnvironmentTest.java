// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.controller.api.ExternalController;
import io.facet.core.HostPort;
import io.facet.core.NetworkAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** The methods without machine arguments, provisioner.md section 3. */
public class EnvironmentTest {

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void modelUuidIsThatOfTheConnection() {
        assertJson(facade.call(agent("1"), "ModelUUID", "{}"), "{'result':'" + MODEL + "'}");
    }

    @Test
    public void modelConfigHasNativeTypesAndMasksNothing() {
        facade.config(Map.of("http-proxy", "http://user:secret@proxy", "resource-tags", "a=b"));

        JsonNode config = facade.call(agent("1"), "ModelConfig", "{}").get("config");

        assertJson(config.get("uuid"), "'" + MODEL + "'");
        assertJson(config.get("name"), "'shop'");
        assertJson(config.get("type"), "'lxd'");
        assertJson(config.get("agent-version"), "'4.0-beta5'");
        assertJson(config.get("http-proxy"), "'http://user:secret@proxy'");
        assertJson(config.get("ssl-hostname-verification"), "true");
        assertJson(config.get("net-bond-reconfigure-delay"), "17");
        assertJson(config.get("resource-tags"), "{'a':'b'}");
    }

    @Test
    public void controllerConfigAndCertificateAreThoseOfTheController() {
        String pem = facade.read(tx -> facade.controller.identity(tx).caCertificate());

        JsonNode config = facade.call(agent("1"), "ControllerConfig", "{}").get("config");
        JsonNode certificate = facade.call(agent("1"), "CACert", "{}").get("result");

        assertThat(config.get("ca-cert").asText()).isEqualTo(pem);
        assertJson(config.get("api-port"), "17070");
        assertJson(config.get("auditing-enabled"), "true");
        assertThat(certificate.asText())
                .isEqualTo(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    public void apiAddressesAreTheUsableOnesTheNearestFirst() {
        addresses(
                "0",
                address("2001:db8::1"),
                address("127.0.0.1"),
                address("203.0.113.9"),
                address("fe80::1"),
                address("node.example"),
                address("fd00::5"),
                address("240.0.0.7"),
                address("10.0.0.6"),
                address("10.0.0.5"),
                address("198.51.100.1"));
        addresses("1", address("::1"), address("192.168.1.2"));

        assertJson(
                facade.call(agent("1"), "APIAddresses", "{}"),
                "{'result':['10.0.0.6:17070','10.0.0.5:17070','[fd00::5]:17070','240.0.0.7:17070',"
                        + "'203.0.113.9:17070','198.51.100.1:17070','[2001:db8::1]:17070','node.example:17070',"
                        + "'192.168.1.2:17070']}");
    }

    @Test
    public void apiAddressesAreLeftOutWhenNoneCanBeUsed() {
        addresses("0", address("127.0.0.1"));
        assertJson(facade.call("APIAddresses", "{}"), "{}");
    }

    @Test
    public void apiHostPortsAreAllAddressesAsStored() {
        addresses("0", address("127.0.0.1"), address("10.0.0.5"), address("node.example"));
        addresses("1", address("fd00::5"));

        assertJson(
                facade.call(agent("1"), "APIHostPorts", "{}"),
                "{'servers':[[{'value':'127.0.0.1','type':'ipv4','scope':'local-machine','port':17070},"
                        + "{'value':'10.0.0.5','type':'ipv4','scope':'local-cloud','port':17070},"
                        + "{'value':'node.example','type':'hostname','scope':'','port':17070}],"
                        + "[{'value':'fd00::5','type':'ipv6','scope':'local-cloud','port':17070}]]}");
    }

    @Test
    public void controllerOfAModelIsThisOneOrAKnownOtherOne() {
        String moved = "11111111-0b4d-4c5e-8f60-718293a4b5c6";
        String unknown = "22222222-0b4d-4c5e-8f60-718293a4b5c6";
        String controllerModel =
                facade.read(tx -> facade.controller.identity(tx).modelUuid());
        facade.store.write(controllerModel, tx -> {
            facade.controller.setExternalController(
                    tx, moved, new ExternalController("other", List.of("192.0.2.1:17070"), "PEM"));
            return null;
        });
        JsonNode results = facade.call(
                        agent("1"),
                        "ControllerAPIInfoForModels",
                        entities(
                                "model-" + MODEL,
                                "model-" + moved,
                                "model-" + unknown,
                                "machine-0",
                                "nonsense",
                                "model-x"))
                .get("results");

        String pem = facade.read(tx -> facade.controller.identity(tx).caCertificate());
        assertJson(results.get(0).get("addresses"), "['10.0.0.5:17070']");
        assertThat(results.get(0).get("cacert").asText()).isEqualTo(pem);
        assertThat(results.get(0).has("error")).isFalse();
        assertJson(results.get(1), "{'addresses':['192.0.2.1:17070'],'cacert':'PEM'}");
        assertJson(results.get(2), failed("migration not found", "not found"));
        assertJson(results.get(3), failed("\"machine-0\" is not a valid model tag", ""));
        assertJson(results.get(4), failed("\"nonsense\" is not a valid tag", ""));
        assertJson(results.get(5), failed("\"model-x\" is not a valid model tag", ""));
    }

    private static String failed(String message, String code) {
        return "{'addresses':null,'cacert':'','error':" + error(message, code) + "}";
    }

    private void addresses(String node, HostPort... addresses) {
        String controllerModel =
                facade.read(tx -> facade.controller.identity(tx).modelUuid());
        facade.store.write(controllerModel, tx -> {
            facade.controller.setApiHostPorts(tx, node, List.of(addresses), List.of(address("192.0.2.200")));
            return null;
        });
    }

    private static HostPort address(String value) {
        return new HostPort(NetworkAddress.derive(value), 17070);
    }
}
