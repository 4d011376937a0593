// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.facet.core.FacetException;
import io.facet.core.Tag;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The entities that a call touches, as its parameters name them. Parameters hold secrets, so a value is taken only if it
 * stands under a key that ends in {@code tag} and is a valid tag.
 *
 * @param tags the first of them, each once
 * @param more whether there are others
 */
record EntityTags(Set<String> tags, boolean more) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String KEY_ENDING = "tag";
    private static final int MAX_LENGTH = 200;

    /**
     * Reads parameters.
     *
     * @param params JSON text; of one that is broken, what stands before the fault counts
     * @param max how many tags to keep
     */
    static EntityTags of(byte[] params, int max) {
        Set<String> tags = new LinkedHashSet<>();
        try (JsonParser parser = JSON.createParser(params)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Optional<String> tag = token == JsonToken.VALUE_STRING ? tag(parser) : Optional.empty();
                if (tag.isPresent() && !tags.contains(tag.get())) {
                    if (tags.size() == max) {
                        return new EntityTags(tags, true);
                    }
                    tags.add(tag.get());
                }
            }
        } catch (IOException e) {
            // The facade has refused such parameters too; what they named before the fault is worth knowing.
            return new EntityTags(tags, false);
        }
        return new EntityTags(tags, false);
    }

    private static Optional<String> tag(JsonParser parser) throws IOException {
        String key = parser.currentName();
        if (key == null || !key.toLowerCase(Locale.ROOT).endsWith(KEY_ENDING) || parser.getTextLength() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(Tag.parse(parser.getText()).toString());
        } catch (FacetException e) {
            return Optional.empty();
        }
    }
}
