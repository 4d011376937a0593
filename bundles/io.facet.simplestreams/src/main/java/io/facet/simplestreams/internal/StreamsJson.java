// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON from mirrors, within limits. */
final class StreamsJson {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME = 4_096;
    private static final int MAX_STRING = 1 << 20;
    private static final int TYPES = 50;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNameLength(MAX_NAME)
                            .maxStringLength(MAX_STRING)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            // The default one is static and would keep this bundle's classes when the bundle is gone.
            .typeFactory(TypeFactory.defaultInstance().withCache(ownTypes()))
            .build();

    private static LookupCache<Object, JavaType> ownTypes() {
        return new LRUMap<>(TYPES, TYPES);
    }

    /** Reads a document with a parser at its start. */
    interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    /** What a document holds, as a tree. */
    JsonNode tree(Document document) {
        return read(document, parser -> mapper.readTree(parser));
    }

    /**
     * What a reading makes of a document.
     *
     * @throws StreamsException if it is not JSON; nothing of its text is told, because it may be any file
     */
    <T> T read(Document document, Reading<T> reading) {
        try (JsonParser parser = mapper.createParser(document.text())) {
            T read = reading.read(parser);
            if (read != null) {
                return read;
            }
        } catch (IOException e) {
            throw malformed(document);
        }
        throw malformed(document);
    }

    static StreamsException malformed(Document document) {
        return new StreamsException(Kind.FAILED, "cannot unmarshal JSON metadata at URL \"" + document.url() + "\"");
    }

    /** A member as text, empty if it is absent or no scalar. */
    static String text(JsonNode node, String member) {
        return node.path(member).asText("");
    }

    /** The elements of a list that are text. */
    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText("")));
        return texts;
    }

    /** The members that are scalars and not empty. */
    static Map<String, String> scalars(JsonNode node) {
        Map<String, String> scalars = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            String value = member.getValue().isNull() ? "" : member.getValue().asText("");
            if (!value.isEmpty()) {
                scalars.put(member.getKey(), value);
            }
        });
        return scalars;
    }
}
