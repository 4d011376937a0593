// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of a manifest header (OSGi Core, section 3.2.5).
 *
 * @param name its first path, such as the namespace of a capability
 * @param attributes its attributes as text, without the type that may follow the key
 * @param directives its directives
 */
record HeaderClause(String name, Map<String, String> attributes, Map<String, String> directives) {

    static List<HeaderClause> parse(String header) {
        List<HeaderClause> clauses = new ArrayList<>();
        for (String clause : split(header, ',')) {
            String name = "";
            Map<String, String> attributes = new LinkedHashMap<>();
            Map<String, String> directives = new LinkedHashMap<>();
            for (String part : split(clause, ';')) {
                List<String> pair = split(part, '=');
                String key = pair.get(0).strip();
                if (pair.size() == 1) {
                    name = name.isEmpty() ? key : name;
                } else if (key.endsWith(":")) {
                    directives.put(key.substring(0, key.length() - 1), unquoted(pair.get(1)));
                } else {
                    int type = key.indexOf(':');
                    attributes.put(type < 0 ? key : key.substring(0, type), unquoted(pair.get(1)));
                }
            }
            if (!name.isEmpty()) {
                clauses.add(new HeaderClause(name, attributes, directives));
            }
        }
        return clauses;
    }

    /** Splits at a separator that is not inside quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static String unquoted(String value) {
        String text = value.strip();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1")
                : text;
    }
}
