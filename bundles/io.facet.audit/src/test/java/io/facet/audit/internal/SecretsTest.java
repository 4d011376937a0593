// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/**
 * Every method of the Provisioner, with a secret in each text of its parameters and its result: the entities and the codes of
 * errors are written, and no secret.
 */
public class SecretsTest {
    private static final Path SHAPES =
            Path.of("..", "io.facet.facade.provisioner.v11", "src", "test", "resources", "provisioner-v11-shapes.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SECRET = "s3cret";
    private static final String TAG = "machine-17";
    private static final int MAX_DEPTH = 12;

    @Test
    public void noSecretOfAnyMethodIsWritten() throws Exception {
        JsonNode shapes = MAPPER.readTree(SHAPES.toFile());
        List<String> written = new ArrayList<>();
        int secrets = 0;
        int entities = 0;
        AuditListener listener =
                new AuditListener(new TestConfig(new String[] {"calls", "reads"}, 100, 1 << 30), written::add);
        List<String> methods = new ArrayList<>();
        for (Map.Entry<String, JsonNode> method : shapes.get("methods").properties()) {
            byte[] params = example(shapes, method.getValue().get("params").asText());
            byte[] result = example(shapes, method.getValue().get("result").asText());
            secrets += count(params, SECRET) + count(result, SECRET);
            entities += count(params, "tag\":\"" + TAG) > 0 ? 1 : 0;
            methods.add(method.getKey());
            for (boolean readOnly : new boolean[] {true, false}) {
                listener.called(new CallEvent(
                        "k2",
                        new Peer(1, "10.0.0.9:4711", "machine-0", ""),
                        "Provisioner",
                        11,
                        method.getKey(),
                        readOnly,
                        Duration.ZERO,
                        CallEvent.OK,
                        params,
                        result));
            }
        }
        listener.close();

        assertThat(methods).hasSize(47).contains("SetPasswords", "SetInstanceInfo", "ControllerConfig");
        assertThat(secrets).isGreaterThan(200);
        assertThat(entities).isGreaterThan(25);
        assertThat(written).hasSize(2 * methods.size());
        assertThat(written).allSatisfy(line -> assertThat(line).doesNotContain(SECRET));
        assertThat(written.stream().filter(line -> line.contains("\"entities\":[\"" + TAG + "\"]")))
                .hasSize(2 * entities);
    }

    private static byte[] example(JsonNode shapes, String type) throws IOException {
        JsonNode value = type.isEmpty() ? NODES.objectNode() : value(shapes, "", type, 0);
        return MAPPER.writeValueAsBytes(value);
    }

    /** An example of a type as {@code provisioner-v11-shapes.json} spells it: {@code [T]} of many, {@code {T}} of a map. */
    private static JsonNode value(JsonNode shapes, String key, String type, int depth) {
        if (depth > MAX_DEPTH) {
            return NODES.nullNode();
        }
        if (type.startsWith("[")) {
            ArrayNode items = NODES.arrayNode();
            items.add(value(shapes, key, type.substring(1, type.length() - 1), depth + 1));
            return items;
        }
        if (type.startsWith("{")) {
            ObjectNode map = NODES.objectNode();
            map.set(SECRET + "-key", value(shapes, key, type.substring(1, type.length() - 1), depth + 1));
            return map;
        }
        return switch (type.replace("|null", "")) {
            case "string", "base64", "version" -> NODES.textNode(text(key));
            case "integer", "number" -> NODES.numberNode(5);
            case "boolean" -> NODES.booleanNode(true);
            case "any" -> NODES.objectNode().put("password", SECRET);
            default -> object(shapes, type.replace("|null", ""), depth);
        };
    }

    private static String text(String key) {
        return switch (key) {
            case "tag", "machine-tag", "volume-tag" -> TAG;
            case "code" -> "not found";
            default -> SECRET + " of " + key;
        };
    }

    private static JsonNode object(JsonNode shapes, String type, int depth) {
        JsonNode members = shapes.get("types").get(type);
        assertThat(members).as(type).isNotNull();
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            String name = member.getKey().replace("?", "");
            object.set(name, value(shapes, name, member.getValue().asText(), depth + 1));
        }
        return object;
    }

    private static int count(byte[] json, String text) {
        String all = new String(json, StandardCharsets.UTF_8);
        return (all.length() - all.replace(text, "").length()) / text.length();
    }
}
