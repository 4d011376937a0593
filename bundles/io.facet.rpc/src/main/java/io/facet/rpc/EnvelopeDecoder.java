// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.facet.rpc.Request.Params;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Decodes the envelope of one message ({@code wire.md} 2.1). Keys match in any case, the last of duplicates wins,
 * unknown keys are skipped, {@code null} leaves a field as it was, and what follows the first JSON value is dropped.
 */
final class EnvelopeDecoder {

    /** Deep enough for any real call, shallow enough to recurse over. */
    static final int MAX_DEPTH = 1000;

    private static final byte[] EMPTY_OBJECT = {'{', '}'};
    private static final Params NO_PARAMS = new Params("object", EMPTY_OBJECT);

    /** Sizes are bounded by the transport; names come from strangers, so they are not interned. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final String text;
    private final JsonParser parser;

    private long requestId;
    private String type = "";
    private long version;
    private String id = "";
    private String method = "";
    private Params params = NO_PARAMS;
    private boolean responseIsObject = true;
    private String traceId = "";
    private String spanId = "";
    private long traceFlags;

    private EnvelopeDecoder(String text, JsonParser parser) {
        this.text = text;
        this.parser = parser;
    }

    /**
     * The request in the message, or empty if the message is a response, which a server ignores.
     *
     * @throws FatalMessageException if the connection cannot go on after this message
     */
    static Optional<Request> decode(byte[] message) throws FatalMessageException {
        // Decoding to text first replaces invalid UTF-8 and keeps the parser from guessing another encoding.
        String text = new String(message, StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(text)) {
            return new EnvelopeDecoder(text, parser).envelope();
        } catch (IOException e) {
            throw new FatalMessageException("malformed message: " + e.getMessage());
        }
    }

    /** The parameters that a JSON text holds; what follows its first value is dropped, as in a message. */
    static Params decodeParams(byte[] json) throws FatalMessageException {
        String text = new String(json, StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new FatalMessageException("the parameters are empty, expected a JSON object");
            }
            return new EnvelopeDecoder(text, parser).params(first);
        } catch (IOException e) {
            throw new FatalMessageException("the parameters are no JSON: " + e.getMessage());
        }
    }

    private Optional<Request> envelope() throws IOException, FatalMessageException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new FatalMessageException(first == null ? "empty message" : "message is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            field(name.toLowerCase(Locale.ROOT), value);
        }
        if (requestId == 0) {
            throw new FatalMessageException("request-id is missing or 0");
        }
        if (type.isEmpty() && method.isEmpty()) {
            if (!responseIsObject) {
                throw new FatalMessageException("response is not an object");
            }
            return Optional.empty();
        }
        return Optional.of(
                new Request(requestId, type, version, id, method, params, new Trace(traceId, spanId, traceFlags)));
    }

    private void field(String name, JsonToken value) throws IOException, FatalMessageException {
        switch (name) {
            case "request-id" -> requestId = unsigned(name, value, requestId);
            case "type" -> type = string(name, value, type);
            case "version" -> version = integer(name, value, version);
            case "id" -> id = string(name, value, id);
            case "request" -> method = string(name, value, method);
            case "params" -> params = params(value);
            case "trace-id" -> traceId = string(name, value, traceId);
            case "span-id" -> spanId = string(name, value, spanId);
            case "trace-flags" -> traceFlags = integer(name, value, traceFlags);
            case "error", "error-code" -> string(name, value, "");
            case "error-info" -> {
                if (value != JsonToken.START_OBJECT && value != JsonToken.VALUE_NULL) {
                    throw wrong(name, "an object");
                }
                parser.skipChildren();
            }
            case "response" -> {
                responseIsObject = value == JsonToken.START_OBJECT || value == JsonToken.VALUE_NULL;
                parser.skipChildren();
            }
            default -> parser.skipChildren();
        }
    }

    private Params params(JsonToken value) throws IOException {
        switch (value) {
            case VALUE_NULL:
                return NO_PARAMS;
            case START_OBJECT:
                int from = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
                parser.skipChildren();
                int to = Math.toIntExact(parser.currentLocation().getCharOffset());
                return new Params("object", text.substring(from, to).getBytes(StandardCharsets.UTF_8));
            case START_ARRAY:
                parser.skipChildren();
                return new Params("array", EMPTY_OBJECT);
            case VALUE_STRING:
                return new Params("string", EMPTY_OBJECT);
            case VALUE_TRUE, VALUE_FALSE:
                return new Params("bool", EMPTY_OBJECT);
            default:
                return new Params("number", EMPTY_OBJECT);
        }
    }

    private String string(String name, JsonToken value, String old) throws IOException, FatalMessageException {
        if (value == JsonToken.VALUE_NULL) {
            return old;
        }
        if (value != JsonToken.VALUE_STRING) {
            throw wrong(name, "a string");
        }
        return WellFormed.text(parser.getText());
    }

    private long integer(String name, JsonToken value, long old) throws IOException, FatalMessageException {
        if (value == JsonToken.VALUE_NULL) {
            return old;
        }
        if (value != JsonToken.VALUE_NUMBER_INT) {
            throw wrong(name, "an integer");
        }
        try {
            return Long.parseLong(parser.getText());
        } catch (NumberFormatException e) {
            throw wrong(name, "a 64-bit integer");
        }
    }

    private long unsigned(String name, JsonToken value, long old) throws IOException, FatalMessageException {
        if (value == JsonToken.VALUE_NULL) {
            return old;
        }
        if (value != JsonToken.VALUE_NUMBER_INT) {
            throw wrong(name, "an integer");
        }
        try {
            return Long.parseUnsignedLong(parser.getText());
        } catch (NumberFormatException e) {
            throw wrong(name, "an unsigned 64-bit integer");
        }
    }

    private static FatalMessageException wrong(String name, String expected) {
        return new FatalMessageException(name + " is not " + expected);
    }
}
