// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What params and results of methods look like, from {@code provisioner-v11-shapes.json}. A member is optional whose name
 * ends with {@code ?}. A type is {@code string}, {@code integer}, {@code boolean}, {@code version}, {@code base64},
 * {@code any}, a list {@code [type]}, a map {@code {type}}, or the name of a type; lists, maps and objects may be null
 * (provisioner.md section 1), and so may a type followed by {@code |null}.
 *
 * @param methods by name
 * @param types the members and their types, by name
 */
record Shapes(Map<String, Ends> methods, Map<String, Map<String, String>> types) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The types of what a method takes and answers, empty for nothing. */
    record Ends(String params, String result) {}

    static Shapes read() {
        JsonNode resource = resource("provisioner-v11-shapes.json");
        Map<String, Ends> methods = new TreeMap<>();
        resource.get("methods")
                .properties()
                .forEach(method -> methods.put(
                        method.getKey(),
                        new Ends(
                                method.getValue().get("params").asText(),
                                method.getValue().get("result").asText())));
        Map<String, Map<String, String>> types = new TreeMap<>();
        resource.get("types").properties().forEach(type -> {
            Map<String, String> members = new TreeMap<>();
            type.getValue()
                    .properties()
                    .forEach(member ->
                            members.put(member.getKey(), member.getValue().asText()));
            types.put(type.getKey(), members);
        });
        return new Shapes(methods, types);
    }

    static JsonNode resource(String name) {
        try (InputStream in = Shapes.class.getResourceAsStream("/" + name)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    /** A value of a type: with every member, one entry in each list and map; or with the required ones, and empty lists. */
    JsonNode sample(String type, boolean maximal) {
        if (type.startsWith("[")) {
            ArrayNode list = NODES.arrayNode();
            return maximal ? list.add(sample(inner(type), true)) : list;
        }
        if (type.startsWith("{")) {
            ObjectNode map = NODES.objectNode();
            return maximal ? map.set("key", sample(inner(type), true)) : map;
        }
        return switch (type.replace("|null", "")) {
            case "string", "any" -> NODES.textNode(maximal ? "text" : "");
            case "version" -> NODES.textNode(maximal ? "4.0.1" : "0.0.0");
            case "base64" -> NODES.textNode("");
            case "integer" -> NODES.numberNode(maximal ? 1 : 0);
            case "boolean" -> NODES.booleanNode(maximal);
            default -> sampleObject(type, maximal);
        };
    }

    private ObjectNode sampleObject(String type, boolean maximal) {
        ObjectNode object = NODES.objectNode();
        types.getOrDefault(type, Map.of()).forEach((member, memberType) -> {
            if (maximal || !member.endsWith("?")) {
                object.set(name(member), sample(memberType, maximal));
            }
        });
        return object;
    }

    /** What is wrong with a value, nothing for a valid one. */
    List<String> violations(String path, JsonNode value, String type) {
        if (type.isEmpty()) {
            return value.isEmpty() ? List.of() : List.of(path + " should be empty");
        }
        boolean nullable = type.endsWith("|null");
        String plain = type.replace("|null", "");
        List<String> found = new ArrayList<>();
        if (value.isNull()) {
            if (!nullable
                    && List.of("string", "version", "base64", "integer", "boolean")
                            .contains(plain)) {
                found.add(path + " is null");
            }
        } else if (plain.startsWith("[")) {
            if (!value.isArray()) {
                found.add(path + " is no list");
            }
            for (int i = 0; i < value.size(); i++) {
                found.addAll(violations(path + "[" + i + "]", value.get(i), inner(plain)));
            }
        } else if (plain.startsWith("{")) {
            if (!value.isObject()) {
                found.add(path + " is no map");
            }
            value.properties()
                    .forEach(entry ->
                            found.addAll(violations(path + "." + entry.getKey(), entry.getValue(), inner(plain))));
        } else if (types.containsKey(plain)) {
            found.addAll(objectViolations(path, value, plain));
        } else if (!scalar(value, plain)) {
            found.add(path + " is no " + plain + ": " + value);
        }
        return found;
    }

    private List<String> objectViolations(String path, JsonNode value, String type) {
        Map<String, String> members = types.get(type);
        List<String> found = new ArrayList<>();
        value.properties().forEach(member -> {
            String key = members.containsKey(member.getKey()) ? member.getKey() : member.getKey() + "?";
            String at = path + "." + member.getKey();
            if (members.containsKey(key)) {
                found.addAll(violations(at, member.getValue(), members.get(key)));
            } else {
                found.add(at + " is not in " + type);
            }
        });
        members.keySet().stream()
                .filter(member -> !member.endsWith("?") && !value.has(member))
                .forEach(member -> found.add(path + "." + member + " is missing"));
        return found;
    }

    private static boolean scalar(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "version" -> value.isTextual() && value.asText().matches("\\d+\\.\\d+.*");
            case "base64" -> value.isTextual() && value.asText().matches("[A-Za-z0-9+/]*={0,2}");
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "any" -> true;
            default -> false;
        };
    }

    static String name(String member) {
        return member.replace("?", "");
    }

    private static String inner(String type) {
        return type.substring(1, type.length() - 1);
    }
}
