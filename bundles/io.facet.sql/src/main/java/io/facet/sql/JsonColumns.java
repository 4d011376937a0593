// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import io.facet.core.Constraints;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Text columns that hold JSON: lists and maps that are only ever read and written whole. Equal values give equal text,
 * since the keys of maps are sorted.
 *
 * <p>Numbers come back exact: whole ones as {@code Integer}, {@code Long} or {@code BigInteger}, whichever holds them,
 * others as {@code BigDecimal} with all their digits. So a value may change its Java type on the way (a {@code Long} 5
 * comes back as {@code Integer}, a {@code Double} as {@code BigDecimal}) but not its JSON text.
 *
 * <p>Most of these columns are empty in most rows, which is told without a parser.
 */
public final class JsonColumns {

    /** Sees values of the JDK only, so that this shared instance keeps no class of a provider alive. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .typeFactory(TypeFactory.defaultInstance()
                    .withCache((LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(16, 64)))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> STRING_MAP = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final BigInteger UNSIGNED_MAX =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private JsonColumns() {}

    /** The list as a JSON array. */
    public static String write(Collection<String> values) {
        return text(values);
    }

    /** The map as a JSON object; its values are those of JSON: maps, collections, strings, numbers, booleans, null. */
    public static String write(Map<String, ?> values) {
        return text(values);
    }

    /** The list that {@link #write(Collection)} wrote. */
    public static List<String> strings(String json) {
        return json.equals("[]") ? new ArrayList<>() : value(json, STRINGS);
    }

    /** The map of strings that {@link #write(Map)} wrote. */
    public static Map<String, String> stringMap(String json) {
        return json.equals("{}") ? new LinkedHashMap<>() : value(json, STRING_MAP);
    }

    /** The map of any values that {@link #write(Map)} wrote. */
    public static Map<String, Object> object(String json) {
        return json.equals("{}") ? new LinkedHashMap<>() : value(json, OBJECT);
    }

    /**
     * The constraints as a JSON object with the keys and units of {@code provisioning-info.md} section 2. Loses nothing:
     * what is explicitly empty stays so, and numbers are unsigned.
     */
    public static String write(Constraints constraints) {
        Map<String, Object> values = new LinkedHashMap<>();
        constraints.values().forEach((key, value) -> values.put(key.wire(), unsigned(value)));
        return text(values);
    }

    /** The constraints that {@link #write(Constraints)} wrote. */
    public static Constraints constraints(String json) {
        Map<Constraints.Key, Object> values = new LinkedHashMap<>();
        object(json).forEach((name, value) -> {
            Constraints.Key key = Constraints.Key.of(name)
                    .orElseThrow(() -> new IllegalStateException("unknown constraint \"" + name + "\" in " + json));
            values.put(key, value instanceof Number ? new BigInteger(value.toString()).longValue() : value);
        });
        return Constraints.of(values);
    }

    private static Object unsigned(Object value) {
        return value instanceof Long bits ? BigInteger.valueOf(bits).and(UNSIGNED_MAX) : value;
    }

    private static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot store as JSON: " + value, e);
        }
    }

    private static <T> T value(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored text is not the JSON expected: " + json, e);
        }
    }
}
