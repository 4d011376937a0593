// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** The published schema in the notation of {@link Shapes}, corrected by {@code provisioner-v11-corrections.json}. */
final class PublishedShapes {

    private final JsonNode schema;
    private final JsonNode corrections = Shapes.resource("provisioner-v11-corrections.json");

    PublishedShapes(JsonNode schema) {
        this.schema = schema;
    }

    Shapes corrected() {
        Map<String, Shapes.Ends> methods = new TreeMap<>();
        schema.get("properties").properties().forEach(method -> {
            JsonNode ends = method.getValue().path("properties");
            methods.put(method.getKey(), new Shapes.Ends(type(ends.path("Params")), type(ends.path("Result"))));
        });
        Map<String, Map<String, String>> types = new TreeMap<>();
        schema.get("definitions").fieldNames().forEachRemaining(name -> {
            if (!"version".equals(replacement(name))) {
                types.put(name, members(name));
            }
        });
        corrections.get("removed").forEach(name -> types.remove(name.asText()));
        corrections.get("extra").properties().forEach(extra -> {
            String[] place = extra.getKey().split("\\.");
            types.get(place[0]).put(place[1], extra.getValue().asText());
        });
        return new Shapes(methods, types);
    }

    private Map<String, String> members(String name) {
        JsonNode definition = schema.get("definitions").get(name);
        String inlined = corrections.get("inlined").path(name).asText();
        Map<String, String> members = new TreeMap<>();
        definition.path("properties").properties().forEach(member -> {
            String key = member.getKey();
            String changed = corrections.get("changed").path(name + "." + key).asText();
            if (!key.equals(inlined)) {
                members.put(
                        required(definition, key) ? key : key + "?",
                        changed.isEmpty() ? type(member.getValue()) : changed);
            }
        });
        if (!inlined.isEmpty()) {
            members.putAll(members(inlined));
        }
        return members;
    }

    private static boolean required(JsonNode definition, String member) {
        for (JsonNode name : definition.path("required")) {
            if (name.asText().equals(member)) {
                return true;
            }
        }
        return false;
    }

    private String replacement(String name) {
        for (JsonNode version : corrections.get("version")) {
            if (version.asText().equals(name)) {
                return "version";
            }
        }
        return name;
    }

    private String type(JsonNode type) {
        if (type.has("$ref")) {
            return replacement(type.get("$ref").asText().substring("#/definitions/".length()));
        }
        return switch (type.path("type").asText()) {
            case "array" -> "[" + type(type.get("items")) + "]";
            case "object" -> {
                JsonNode entries = type.path("patternProperties").path(".*");
                boolean open = entries.path("additionalProperties").asBoolean();
                yield entries.isMissingNode() ? "any" : "{" + (open ? "any" : type(entries)) + "}";
            }
            default -> type.path("type").asText();
        };
    }
}
