// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.facet.apiserver.api.CallEvent;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the entries of a bulk call: the elements of {@code results} in its result, or the result itself where it
 * holds an {@code error}. Nothing but the codes of errors is taken from it.
 *
 * @param entries how many there are
 * @param failed how many of them failed, by wire code; {@value CallEvent#ERROR} stands for none
 */
record BulkOutcome(int entries, Map<String, Integer> failed) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a result, JSON text. */
    static BulkOutcome of(byte[] result) throws IOException {
        Map<String, Integer> failed = new TreeMap<>();
        int entries = 0;
        try (JsonParser parser = JSON.createParser(result)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new BulkOutcome(0, Map.of());
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.START_ARRAY && name.equals("results")) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        entries++;
                        entry(parser, failed);
                    }
                } else if (value == JsonToken.START_OBJECT && name.equals("error")) {
                    entries++;
                    error(parser, failed);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new BulkOutcome(entries, failed);
    }

    private static void entry(JsonParser parser, Map<String, Integer> failed) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("error")) {
                error(parser, failed);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void error(JsonParser parser, Map<String, Integer> failed) throws IOException {
        String code = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals("code")) {
                code = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        failed.merge(code.isEmpty() ? CallEvent.ERROR : code, 1, Integer::sum);
    }
}
