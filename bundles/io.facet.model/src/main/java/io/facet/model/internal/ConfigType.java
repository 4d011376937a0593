// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of value a model config key can have: how they are read, and how they are kept as text. */
enum ConfigType {
    TEXT("string") {
        @Override
        Object read(String key, Object value) {
            return value instanceof String ? value : unexpected(key, value);
        }
    },
    INTEGER("int") {
        @Override
        Object read(String key, Object value) {
            try {
                if (value instanceof String text && text.matches("[+-]?[0-9]+")) {
                    return Long.valueOf(text);
                }
                if (value instanceof Long || value instanceof Integer || value instanceof Short) {
                    return ((Number) value).longValue();
                }
                if (value instanceof BigInteger big) {
                    return big.longValueExact();
                }
            } catch (NumberFormatException | ArithmeticException e) {
                return unexpected(key, value);
            }
            return unexpected(key, value);
        }
    },
    FLAG("bool") {
        @Override
        Object read(String key, Object value) {
            if (value instanceof Boolean) {
                return value;
            }
            // The spellings that the reference takes for a boolean.
            return switch (value instanceof String text ? text : "") {
                case "1", "t", "T", "true", "TRUE", "True" -> true;
                case "0", "f", "F", "false", "FALSE", "False" -> false;
                default -> unexpected(key, value);
            };
        }
    },
    TAGS("map or \"k=v k=v\"") {
        @Override
        Object read(String key, Object value) {
            if (value instanceof String text) {
                return ResourceTags.parse(key, text);
            }
            if (!(value instanceof Map<?, ?> map)) {
                return unexpected(key, value);
            }
            Map<String, String> tags = new TreeMap<>();
            map.forEach((name, tag) -> {
                if (!(name instanceof String) || !(tag instanceof String)) {
                    throw ConfigSchema.refused(key, "expected strings, got " + name + ": " + tag);
                }
                tags.put((String) name, (String) tag);
            });
            return tags;
        }

        @Override
        String store(Object value) {
            Map<?, ?> tags = (Map<?, ?>) value;
            return ResourceTags.format(tags);
        }
    };

    private final String wanted;

    ConfigType(String wanted) {
        this.wanted = wanted;
    }

    /**
     * The value as a native JSON type, from a typed value or from text.
     *
     * @throws io.facet.core.FacetException naming the key and the value, if it does not fit
     */
    abstract Object read(String key, Object value);

    /** The text to keep for a value that {@link #read} returned. */
    String store(Object value) {
        return value.toString();
    }

    Object unexpected(String key, Object value) {
        throw ConfigSchema.refused(key, "expected " + wanted + ", got " + describe(value));
    }

    private static String describe(Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof String) {
            return "string(\"" + value + "\")";
        }
        if (value instanceof Boolean) {
            return "bool(" + value + ")";
        }
        if (value instanceof Number) {
            return (value instanceof Double || value instanceof Float ? "float(" : "int(") + value + ")";
        }
        return value instanceof Map ? "map" : value instanceof Iterable ? "list" : value.toString();
    }
}
