// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a machine must be like ({@code provisioning-info.md} section 2). Absent and explicitly empty differ: absent means
 * "no opinion", an empty string, zero or empty list means "override whatever default there is with nothing".
 *
 * <p>Values are kept by {@link Key} in the order of the keys: {@code String}, {@code Long} (unsigned bits),
 * {@code Boolean} or {@code List<String>}.
 */
public final class Constraints {

    /** No opinion on anything. */
    public static final Constraints NONE = new Constraints(Map.of());

    /** The kinds of value. */
    public enum Type {
        TEXT,
        NUMBER,
        SIZE,
        LIST,
        FLAG
    }

    /** The constraints, in the order of their JSON keys. */
    public enum Key {
        ARCH("arch", Type.TEXT),
        CONTAINER("container", Type.TEXT),
        CORES("cores", Type.NUMBER),
        CPU_POWER("cpu-power", Type.NUMBER),
        /** MiB. */
        MEM("mem", Type.SIZE),
        /** MiB. */
        ROOT_DISK("root-disk", Type.SIZE),
        ROOT_DISK_SOURCE("root-disk-source", Type.TEXT),
        TAGS("tags", Type.LIST),
        INSTANCE_ROLE("instance-role", Type.TEXT),
        INSTANCE_TYPE("instance-type", Type.TEXT),
        /** Space names; a leading {@code ^} excludes. */
        SPACES("spaces", Type.LIST),
        VIRT_TYPE("virt-type", Type.TEXT),
        ZONES("zones", Type.LIST),
        ALLOCATE_PUBLIC_IP("allocate-public-ip", Type.FLAG),
        IMAGE_ID("image-id", Type.TEXT);

        private final String wire;
        private final Type type;

        Key(String wire, Type type) {
            this.wire = wire;
            this.type = type;
        }

        /** The key in JSON and in the text form. */
        public String wire() {
            return wire;
        }

        /** The kind of value. */
        public Type type() {
            return type;
        }

        /** The constraint with the given JSON key, if there is one. */
        public static Optional<Key> of(String wire) {
            for (Key key : values()) {
                if (key.wire.equals(wire)) {
                    return Optional.of(key);
                }
            }
            return Optional.empty();
        }
    }

    private final Map<Key, Object> values;

    private Constraints(Map<Key, Object> values) {
        Map<Key, Object> ordered = new LinkedHashMap<>();
        for (Key key : Key.values()) {
            if (values.containsKey(key)) {
                ordered.put(key, checked(key, values.get(key)));
            }
        }
        this.values = java.util.Collections.unmodifiableMap(ordered);
    }

    /**
     * Constraints with the given values.
     *
     * @param values for each key a value of its type: {@code String}, {@code Long}, {@code Boolean} or a list of strings
     * @throws IllegalArgumentException if a value has the wrong Java type
     */
    public static Constraints of(Map<Key, Object> values) {
        return values.isEmpty() ? NONE : new Constraints(values);
    }

    private static Object checked(Key key, Object value) {
        boolean fits =
                switch (key.type) {
                    case TEXT -> value instanceof String;
                    case NUMBER, SIZE -> value instanceof Long;
                    case FLAG -> value instanceof Boolean;
                    case LIST -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
                };
        if (!fits) {
            throw new IllegalArgumentException("constraint " + key.wire + " cannot hold " + value);
        }
        return value instanceof List<?> list ? List.copyOf(list) : value;
    }

    /** The values that are set, explicitly empty ones included, in key order. */
    public Map<Key, Object> values() {
        return values;
    }

    /** A text constraint that is set and not empty. */
    public Optional<String> text(Key key) {
        return Optional.ofNullable((String) values.get(key)).filter(text -> !text.isEmpty());
    }

    /** The entries of a list constraint; empty if it is unset. */
    public List<String> list(Key key) {
        List<String> entries = new ArrayList<>();
        if (values.get(key) instanceof List<?> list) {
            list.forEach(entry -> entries.add((String) entry));
        }
        return entries;
    }

    /** The space names asked for, without the excluded ones. */
    public List<String> includedSpaces() {
        return list(Key.SPACES).stream().filter(name -> !name.startsWith("^")).toList();
    }

    /** The space names excluded, without their {@code ^}. */
    public List<String> excludedSpaces() {
        return list(Key.SPACES).stream()
                .filter(name -> name.startsWith("^"))
                .map(name -> name.substring(1))
                .toList();
    }

    /** These constraints, with those of {@code fallback} for what is unset here. */
    public Constraints withFallback(Constraints fallback) {
        Map<Key, Object> merged = new LinkedHashMap<>(fallback.values);
        merged.putAll(values);
        return of(merged);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Constraints constraints && values.equals(constraints.values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    /** The text form, as {@link ConstraintsText#parse} reads it. */
    @Override
    public String toString() {
        return ConstraintsText.format(this);
    }
}
