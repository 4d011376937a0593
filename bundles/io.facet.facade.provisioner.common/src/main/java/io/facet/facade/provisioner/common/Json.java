// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import io.facet.core.FacetException;
import io.facet.facade.api.FacadeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON as the wire wants it ({@code wire.md} 2.1): keys in any letter case, unknown ones ignored, no value taken for one
 * of another type.
 */
final class Json {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_NAME = 10_000;
    private static final int MAX_NUMBER = 100;
    private static final int MAX_STRING = 8 << 20;
    private static final int TYPES = 200;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNameLength(MAX_NAME)
                            .maxNumberLength(MAX_NUMBER)
                            .maxStringLength(MAX_STRING)
                            .build())
                    // Keys come from clients; interned, they would outlive the call.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withCoercionConfig(
                    LogicalType.Textual, config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            // The default one is static and would keep this bundle's classes when the bundle is gone.
            .typeFactory(TypeFactory.defaultInstance().withCache(ownTypes()))
            .build();

    private static LookupCache<Object, JavaType> ownTypes() {
        return new LRUMap<>(TYPES, TYPES);
    }

    /**
     * The parameters of a call.
     *
     * @throws FacadeException without code, naming what was expected where
     */
    <P> P decode(byte[] params, Class<P> type) {
        try {
            // By way of a tree, in which the last of duplicate keys wins; a record takes each key but once.
            JsonNode tree = mapper.readTree(params);
            if (tree.isMissingNode()) {
                throw new FacadeException("", "params not valid: expected an object");
            }
            return mapper.treeToValue(tree.isNull() ? mapper.createObjectNode() : tree, type);
        } catch (MismatchedInputException e) {
            throw new FacadeException("", "params" + path(e) + " not valid: expected " + expected(e.getTargetType()));
        } catch (JsonMappingException e) {
            String reason =
                    e.getCause() instanceof FacetException refusal ? refusal.getMessage() : e.getOriginalMessage();
            throw new FacadeException("", "params" + path(e) + " not valid: " + reason);
        } catch (JsonProcessingException e) {
            throw new FacadeException("", "params not valid: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from memory", e);
        }
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == BigInteger.class || type == long.class || type == int.class) {
            return "an integer";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "something else";
    }

    /** The JSON text of a result. */
    byte[] encode(Object result) {
        try {
            return mapper.writeValueAsBytes(result);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + result.getClass().getName(), e);
        }
    }
}
