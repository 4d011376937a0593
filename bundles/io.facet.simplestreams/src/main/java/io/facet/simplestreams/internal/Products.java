// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facet.simplestreams.Item;
import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The items of a products file ({@code provisioning-info.md} 7.4). The files are large and little of them is wanted: the
 * rest is skipped, not read into memory. They are gone through twice, because aliases may come after the products.
 */
final class Products {

    private static final String FORMAT = "products:1.0";
    private static final String ALIASES = "_aliases";
    private static final String PRODUCTS = "products";
    private static final List<String> INHERITED =
            List.of("arch", "version", "release", "region", "endpoint", "root_store", "virt");

    private final ObjectNode head;
    private final Map<String, JsonNode> products = new LinkedHashMap<>();

    /** The wanted products of a file. */
    Products(StreamsJson json, Document document, Set<String> wanted) {
        head = json.read(document, Products::head);
        String format = StreamsJson.text(head, "format");
        if (!format.equals(FORMAT)) {
            throw new StreamsException(
                    Kind.FAILED,
                    "unexpected products file format \"" + format + "\", expected \"" + FORMAT + "\" at URL \""
                            + document.url() + "\"");
        }
        json.read(document, parser -> {
            open(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals(PRODUCTS) && parser.nextToken() == JsonToken.START_OBJECT) {
                    keep(parser, wanted);
                } else {
                    skip(parser);
                }
            }
            return products;
        });
    }

    /** All of a file but its products. */
    private static ObjectNode head(JsonParser parser) throws IOException {
        open(parser);
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(PRODUCTS)) {
                parser.skipChildren();
            } else {
                head.set(name, parser.readValueAsTree());
            }
        }
        return parser.currentToken() == JsonToken.END_OBJECT ? head : null;
    }

    private static void open(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("not an object");
        }
    }

    private static void skip(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
        }
        parser.skipChildren();
    }

    private void keep(JsonParser parser, Set<String> wanted) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String id = parser.currentName();
            parser.nextToken();
            if (wanted.contains(id)) {
                products.put(id, parser.readValueAsTree());
            } else {
                parser.skipChildren();
            }
        }
    }

    /** All items, the newest version of each product first. */
    List<Item> items() {
        List<Item> items = new ArrayList<>();
        products.forEach((id, product) -> {
            List<Map.Entry<String, JsonNode>> versions =
                    new ArrayList<>(product.path("versions").properties());
            versions.sort(Map.Entry.<String, JsonNode>comparingByKey(Comparator.reverseOrder()));
            for (Map.Entry<String, JsonNode> version : versions) {
                for (JsonNode item : version.getValue().path("items")) {
                    items.add(new Item(id, version.getKey(), attributes(item, version.getValue(), product)));
                }
            }
        });
        return items;
    }

    private Map<String, String> attributes(JsonNode item, JsonNode version, JsonNode product) {
        Map<String, String> attributes = StreamsJson.scalars(item);
        aliases(attributes);
        for (JsonNode level : List.of(version, product, head)) {
            for (String name : INHERITED) {
                String value = level.path(name).isValueNode() ? StreamsJson.text(level, name) : "";
                if (!value.isEmpty()) {
                    attributes.putIfAbsent(name, value);
                }
            }
        }
        return attributes;
    }

    private void aliases(Map<String, String> attributes) {
        JsonNode aliases = head.has(ALIASES) ? head.get(ALIASES) : MissingNode.getInstance();
        Map<String, String> before = new HashMap<>(attributes);
        aliases.properties()
                .forEach(alias -> attributes.putAll(
                        StreamsJson.scalars(alias.getValue().path(before.getOrDefault(alias.getKey(), "")))));
    }
}
