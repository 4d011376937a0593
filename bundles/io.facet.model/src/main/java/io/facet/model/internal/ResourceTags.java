// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text form of {@code resource-tags}: {@code k=v k=v}, a blank or backslash inside escaped with a backslash. */
final class ResourceTags {
    private static final String RESERVED = "juju-";

    private ResourceTags() {}

    /** The tags, sorted by name. */
    static Map<String, String> parse(String key, String text) {
        Map<String, String> tags = new TreeMap<>();
        for (String word : words(text)) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw ConfigSchema.refused(key, "expected \"key=value\", got \"" + word + "\"");
            }
            if (tags.putIfAbsent(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw ConfigSchema.refused(key, "key \"" + word.substring(0, equals) + "\" specified more than once");
            }
        }
        return tags;
    }

    static String format(Map<?, ?> tags) {
        return tags.entrySet().stream()
                .map(tag -> escape(tag.getKey()) + "=" + escape(tag.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** Refuses tags that Juju sets itself ({@code provisioning-info.md} section 5). */
    static void check(Map<?, ?> tags) {
        for (Object name : tags.keySet()) {
            String tag = name.toString();
            if (tag.startsWith(RESERVED)) {
                throw new FacetException(
                        ErrorCode.NOT_VALID,
                        "validating resource tags: tag \"" + tag + "\" uses reserved prefix \"" + RESERVED + "\"");
            }
            if (tag.isEmpty() || tag.indexOf('=') >= 0) {
                throw new FacetException(
                        ErrorCode.NOT_VALID,
                        "validating resource tags: tag \"" + tag + "\" is empty or contains \"=\"");
            }
        }
    }

    private static String escape(Object value) {
        return value.toString().replaceAll("[\\s\\\\]", "\\\\$0");
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                word.append(text.charAt(i));
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }
}
