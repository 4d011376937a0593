// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeInfo;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.Rule;
import org.junit.Test;

/** Holds the results of every method to the published schema, but for what provisioner.md section 1 says it gets wrong. */
public class SchemaTest {

    private static final File SCHEMA = new File("../../../shared/contract/schema/Provisioner-v11.json");

    /** Structs whose members sit in the parent object. */
    private static final Set<String> INLINED = Set.of("Address", "ProvisioningNetworkTopology", "UpdateBehavior");

    /** Members that sit in the parent object, or are sent for older clients (provisioner.md 10.3). */
    private static final Set<String> EXTRA = Set.of("series", "enable-os-refresh-update", "enable-os-upgrade");

    private static final VolumeInfo MADE = new VolumeInfo("v-1", "", "", 1, true);

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private final SoftAssertions all = new SoftAssertions();
    private JsonNode definitions;

    @Test
    public void resultsHaveThePublishedShape() throws Exception {
        assumeTrue("the contract is not at hand", SCHEMA.exists());
        JsonNode schema = new ObjectMapper().readTree(SCHEMA).get("Schema");
        definitions = schema.get("definitions");
        facade.machine("0", Life.ALIVE, "spaces=alpha cores=2 root-disk-source=loop", true);
        facade.machine("1", Life.DEAD);
        facade.config(Map.of("cloudinit-userdata", "packages: [jq]", "apt-mirror", "http://mirror"));
        facade.write(tx -> {
            MachineId machine = new MachineId("0");
            facade.storage.importVolumes(
                    tx,
                    ProvisionerRule.MODEL,
                    List.of(
                            new Volume("0", Optional.empty(), "lxd", 1, Optional.empty(), "pending"),
                            new Volume("1", Optional.empty(), "lxd", 1, Optional.of(MADE), "attaching")),
                    List.of(
                            new VolumeAttachment("0", machine, true, Optional.empty()),
                            new VolumeAttachment("1", machine, true, Optional.empty())));
            return null;
        });
        String entities = entities("machine-0", "machine-1", "machine-42", "nonsense");
        String model = entities("model-" + ProvisionerRule.MODEL, "nonsense");
        String tag = "'tag':'machine-0'";
        String params = "'tag':'machine-0','config':[],'machines':[{" + tag + "}],'changes':[{" + tag + "}],"
                + "'params':[{'machine-tag':'machine-0'},{'machine-tag':'machine-42'}],"
                + "'type':'lxd','args':[{'entity':{'tag':'machine-0'},'profiles':['a']}]}";

        for (String method : facade.facade().methods()) {
            if (method.equals("EnsureDead")) {
                continue; // It fails as a whole on an unparsable tag; its results are those of Remove.
            }
            String named = method.equals("ControllerAPIInfoForModels") ? model : entities;
            JsonNode result = facade.call(method, named.substring(0, named.length() - 1) + "," + params);
            check(
                    method,
                    result,
                    schema.path("properties").path(method).path("properties").path("Result"));
        }
        all.assertAll();
    }

    private void check(String path, JsonNode value, JsonNode type) {
        if (type.isMissingNode()) {
            all.assertThat(value).as(path + " has no result").isEmpty();
            return;
        }
        if (type.has("$ref")) {
            String name = type.get("$ref").asText().substring("#/definitions/".length());
            check(path, value, definitions.get(name));
            return;
        }
        String kind = type.path("type").asText();
        if (value.isNull()) {
            all.assertThat(kind).as(path + " is null").isIn("array", "object", "string");
            return;
        }
        switch (kind) {
            case "string" -> all.assertThat(value.isTextual()).as(path).isTrue();
            case "integer" -> all.assertThat(value.isIntegralNumber()).as(path).isTrue();
            case "boolean" -> all.assertThat(value.isBoolean()).as(path).isTrue();
            case "array" -> checkArray(path, value, type);
            case "object" -> checkObject(path, value, type);
            default -> all.fail(path + ": unknown type " + type);
        }
    }

    private void checkArray(String path, JsonNode value, JsonNode type) {
        if (value.isTextual() && type.get("items").path("type").asText().equals("integer")) {
            return; // Bytes travel as base64.
        }
        all.assertThat(value.isArray()).as(path).isTrue();
        for (int i = 0; i < value.size(); i++) {
            check(path + "[" + i + "]", value.get(i), type.get("items"));
        }
    }

    private void checkObject(String path, JsonNode value, JsonNode type) {
        JsonNode members = type.path("properties");
        JsonNode others = type.path("patternProperties").path(".*");
        value.properties().forEach(member -> {
            String at = path + "." + member.getKey();
            if (members.has(member.getKey())) {
                check(at, member.getValue(), members.get(member.getKey()));
            } else if (others.isMissingNode() && !EXTRA.contains(member.getKey())) {
                all.fail(at + " is not in the schema");
            } else if (!others.isMissingNode()
                    && !others.path("additionalProperties").asBoolean()) {
                check(at, member.getValue(), others);
            }
        });
        for (JsonNode name : type.path("required")) {
            boolean present = value.has(name.asText()) || INLINED.contains(name.asText());
            all.assertThat(present)
                    .as(path + "." + name.asText() + " is required")
                    .isTrue();
        }
    }
}
