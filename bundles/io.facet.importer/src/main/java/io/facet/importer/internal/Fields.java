// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.FacetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A map of the document that is read key by key, with the rules of {@code model-description.md} section 1, and knows its
 * own path for the errors. Required values are asked for by key alone, optional ones with a fallback; a null is as good as
 * an absent value for both, and an error for an optional key.
 */
final class Fields {
    private final YamlNode.Mapping map;
    private final String path;
    private final String schema;
    private final String label;

    private Fields(YamlNode.Mapping map, String path, String schema, String label) {
        this.map = map;
        this.path = path;
        this.schema = schema;
        this.label = label;
    }

    /** The document itself. */
    static Fields root(YamlNode.Mapping map) {
        return new Fields(map, "", "", "");
    }

    /** These fields as a structure of a known kind and version, which errors then name. */
    Fields as(String kind, int version) {
        return new Fields(map, path, kind + " v" + version + " schema check failed: ", label);
    }

    /** The version of this structure. */
    int version(int min, int max) {
        long version = integer("version");
        if (version < min || version > max) {
            throw at(map, path + "version " + version + " not valid");
        }
        return (int) version;
    }

    // ------------------------------------------------------------------ scalars

    String text(String key) {
        return Scalars.text(node(key), this, key);
    }

    String text(String key, String fallback) {
        return map.has(key) ? text(key) : fallback;
    }

    long integer(String key) {
        return Scalars.integer(node(key), this, key);
    }

    long integer(String key, long fallback) {
        return map.has(key) ? integer(key) : fallback;
    }

    long unsigned(String key) {
        return Scalars.unsigned(node(key), this, key);
    }

    /** An unsigned number of which 0 says that it is unknown. */
    OptionalLong known(String key) {
        long value = map.has(key) ? unsigned(key) : 0;
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A text of which {@code ""} says that it is unknown. */
    Optional<String> knownText(String key) {
        return Optional.of(text(key, "")).filter(text -> !text.isEmpty());
    }

    long size(String key) {
        return Scalars.size(node(key), this, key);
    }

    boolean flag(String key) {
        return Scalars.flag(node(key), this, key);
    }

    boolean flag(String key, boolean fallback) {
        return map.has(key) ? flag(key) : fallback;
    }

    Instant time(String key) {
        return Scalars.time(node(key), this, key);
    }

    // ------------------------------------------------------------------ lists and maps

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        List<YamlNode> items = sequence(key).items();
        for (int i = 0; i < items.size(); i++) {
            texts.add(Scalars.text(Optional.of(items.get(i)), this, key + "[" + i + "]"));
        }
        return texts;
    }

    /** An optional list of texts; empty if the key is absent. */
    Optional<List<String>> optionalTexts(String key) {
        return map.has(key) ? Optional.of(texts(key)) : Optional.empty();
    }

    Map<String, String> textMap(String key) {
        Fields inner = map(key);
        Map<String, String> texts = new LinkedHashMap<>();
        inner.keys().forEach(name -> texts.put(name, inner.text(name)));
        return texts;
    }

    Map<String, String> textMap(String key, Map<String, String> fallback) {
        return map.has(key) ? textMap(key) : fallback;
    }

    Fields map(String key) {
        YamlNode node = node(key).orElseThrow(() -> expected(key, "map", Optional.empty()));
        if (!(node instanceof YamlNode.Mapping inner)) {
            throw expected(key, "map", Optional.of(node));
        }
        return new Fields(inner, path + key + ": ", "", label);
    }

    Optional<Fields> optionalMap(String key) {
        return map.has(key) ? Optional.of(map(key)) : Optional.empty();
    }

    /** A required structure: a map with its version inside. */
    Fields structure(String key, int min, int max) {
        Fields inner = map(key);
        return inner.as(key, inner.version(min, max));
    }

    Optional<Fields> optionalStructure(String key, int min, int max) {
        return map.has(key) ? Optional.of(structure(key, min, max)) : Optional.empty();
    }

    /** The maps of a list, each called {@code <kind> <index>} and labelled with its kind and its id. */
    List<Fields> items(String key, String kind, String idKey) {
        List<Fields> items = new ArrayList<>();
        List<YamlNode> nodes = sequence(key).items();
        for (int i = 0; i < nodes.size(); i++) {
            if (!(nodes.get(i) instanceof YamlNode.Mapping item)) {
                throw expected(key + "[" + i + "]", "map", Optional.of(nodes.get(i)));
            }
            String name = item.get(idKey)
                    .map(id -> id instanceof YamlNode.Scalar scalar ? " \"" + scalar.text() + "\"" : "")
                    .orElse("");
            String itemLabel = name.isEmpty() ? label : kind + name;
            items.add(new Fields(item, path + kind + " " + i + ": ", "", itemLabel));
        }
        return items;
    }

    /** Whether there is a list under the key. */
    boolean hasList(String key) {
        return map.get(key).filter(YamlNode.Sequence.class::isInstance).isPresent();
    }

    /** All keys, for a map that takes any; all must be text. */
    List<String> keys() {
        map.oddKey().ifPresent(key -> {
            throw at(key, path + "expected string as key, got " + Scalars.describe(key, ""));
        });
        return map.keys();
    }

    boolean has(String key) {
        return map.has(key);
    }

    /** The bare value of a key whose values may be of several kinds. */
    Optional<YamlNode> node(String key) {
        return map.get(key);
    }

    private YamlNode.Sequence sequence(String key) {
        YamlNode node = node(key).orElseThrow(() -> expected(key, "list", Optional.empty()));
        if (!(node instanceof YamlNode.Sequence list)) {
            throw expected(key, "list", Optional.of(node));
        }
        return list;
    }

    // ------------------------------------------------------------------ accounts and errors

    /** Counts what the keys hold as left out, under the given heading. */
    void leaveOut(Ledger ledger, String heading, String... unused) {
        for (String key : unused) {
            map.get(key).ifPresent(node -> ledger.leaveOut(heading + key, entries(node)));
        }
    }

    /** How many entries a section has: those of its list, if it is built like one. */
    private static int entries(YamlNode node) {
        if (node instanceof YamlNode.Sequence list) {
            return list.items().size();
        }
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text().isEmpty() ? 0 : 1;
        }
        YamlNode.Mapping map = (YamlNode.Mapping) node;
        if (!map.has("version")) {
            return map.keys().size();
        }
        // A section has a version and one list or map; anything else with a version is one entry.
        List<String> others =
                map.keys().stream().filter(key -> !key.equals("version")).toList();
        boolean section = others.size() == 1 && !(map.get(others.get(0)).orElse(null) instanceof YamlNode.Scalar);
        return section ? map.get(others.get(0)).map(Fields::entries).orElse(0) : others.isEmpty() ? 0 : 1;
    }

    /** Where this map begins. */
    Where where() {
        return where(map);
    }

    /** A value that breaks a rule; the text names path and rule. */
    FacetException invalid(String key, String problem) {
        return at(node(key).orElse(map), path + schema + key + ": " + problem);
    }

    /** A value of the wrong kind: {@code <path>: <key>: expected <kind>, got <what>}. */
    FacetException expected(String key, String kind, Optional<YamlNode> got) {
        return at(
                got.orElse(map),
                path + schema + key + ": expected " + kind + ", got "
                        + got.map(node -> Scalars.describe(node, key)).orElse("nothing"));
    }

    /** A rule broken by the whole, which the text does not name: {@code <path>: <problem>}. */
    FacetException problem(String problem) {
        return at(map, path + problem);
    }

    /** A rule broken by the whole; the text says by what. */
    FacetException notValid(String text) {
        return at(map, text);
    }

    private FacetException at(YamlNode node, String text) {
        return where(node).notValid(text);
    }

    private Where where(YamlNode node) {
        return new Where(label, node.line(), node.column());
    }
}
