// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of the document. Much smaller than what SnakeYAML composes, so that a large description fits into memory. */
sealed interface YamlNode {

    /** Line, from 1. */
    int line();

    /** Column, from 1. */
    int column();

    /**
     * A scalar.
     *
     * @param text its text, unquoted
     * @param kind what YAML 1.1 takes it for; a quoted scalar is always text
     */
    record Scalar(String text, ScalarKind kind, int line, int column) implements YamlNode {}

    /** A list. */
    record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {}

    /** A map with scalar keys, in document order. */
    final class Mapping implements YamlNode {
        /** Above this number of keys a scan takes longer than a look into an index. */
        private static final int SCAN_LIMIT = 32;

        private final List<String> keys;
        private final YamlNode[] values;
        private final Map<String, YamlNode> index;
        private final Scalar oddKey;
        private final int line;
        private final int column;

        /**
         * @param keys not copied, since maps with the same keys share a list of them
         * @param oddKey a key that is not text, null if all are; it matters to those only who take any key
         */
        Mapping(List<String> keys, List<YamlNode> values, Scalar oddKey, int line, int column) {
            this.oddKey = oddKey;
            this.keys = keys;
            this.values = values.toArray(YamlNode[]::new);
            this.line = line;
            this.column = column;
            index = keys.size() > SCAN_LIMIT ? new HashMap<>() : Map.of();
            for (int i = 0; keys.size() > SCAN_LIMIT && i < keys.size(); i++) {
                index.put(keys.get(i), this.values[i]);
            }
        }

        /** The keys, in document order. */
        List<String> keys() {
            return keys;
        }

        /** A key that is not text, if there is one. */
        Optional<Scalar> oddKey() {
            return Optional.ofNullable(oddKey);
        }

        /** The value of a key; a null is as good as an absent key ({@code model-description.md} section 1). */
        Optional<YamlNode> get(String key) {
            return Optional.ofNullable(find(key))
                    .filter(node -> !(node instanceof Scalar scalar && scalar.kind() == ScalarKind.NULL));
        }

        /** Whether the key is there, be it with a null. */
        boolean has(String key) {
            return find(key) != null;
        }

        private YamlNode find(String key) {
            if (keys.size() > SCAN_LIMIT) {
                return index.get(key);
            }
            for (int i = 0; i < keys.size(); i++) {
                if (keys.get(i).equals(key)) {
                    return values[i];
                }
            }
            return null;
        }

        @Override
        public int line() {
            return line;
        }

        @Override
        public int column() {
            return column;
        }
    }
}
