// SPDX-License-Identifier: Apache-2.0
package io.facet.settings.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.metatype.AttributeDefinition;

/** Finds what is wrong with a configuration before anybody reads its values: unknown keys, and text for a number. */
final class Mistakes {
    /** Keys that the platform adds to what a file says. */
    private static final List<String> PLATFORM = List.of("service.", "felix.", "component.", "org.apache.karaf.", ".");

    private Mistakes() {}

    /**
     * One sentence for each mistake, in the order of the keys.
     *
     * @param pid its PID, which the file in {@code etc/} is named after
     * @param settings what can be set, by key
     * @param values what is set
     */
    static List<String> in(String pid, Map<String, AttributeDefinition> settings, Dictionary<String, Object> values) {
        List<String> mistakes = new ArrayList<>();
        List<String> keys = new ArrayList<>(Collections.list(values.keys()));
        Collections.sort(keys);
        for (String key : keys) {
            if (PLATFORM.stream().anyMatch(key::startsWith)) {
                continue;
            }
            AttributeDefinition setting = settings.get(key);
            if (setting == null) {
                mistakes.add(unknown(pid, key, settings.keySet()));
            } else {
                wrongType(setting, values.get(key))
                        .ifPresent(wanted -> mistakes.add(
                                file(pid) + ": " + key + " = \"" + values.get(key) + "\" is not " + wanted));
            }
        }
        return mistakes;
    }

    /** The sentence for a configuration that nothing reads, if it looks like one of those that are read. */
    static List<String> unread(String pid, Set<String> pids) {
        return Nearest.to(pid, pids)
                .map(meant -> List.of("nothing reads " + file(pid) + "; did you mean " + file(meant) + "?"))
                .orElse(List.of());
    }

    private static String unknown(String pid, String key, Set<String> known) {
        return file(pid) + ": there is no setting \"" + key + "\", so it does nothing"
                + Nearest.to(key, known)
                        .map(meant -> "; did you mean \"" + meant + "\"?")
                        .orElse("");
    }

    private static Optional<String> wrongType(AttributeDefinition setting, Object value) {
        String text = String.valueOf(value);
        return switch (setting.getType()) {
            case AttributeDefinition.INTEGER ->
                isWhole(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
                        ? Optional.empty()
                        : Optional.of("a whole number of at most " + Integer.MAX_VALUE);
            case AttributeDefinition.LONG ->
                isWhole(text, Long.MIN_VALUE, Long.MAX_VALUE) ? Optional.empty() : Optional.of("a whole number");
            case AttributeDefinition.BOOLEAN ->
                // Whatever is not "true" would count as false.
                text.matches("true|false") ? Optional.empty() : Optional.of("true or false");
            default -> Optional.empty();
        };
    }

    private static boolean isWhole(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String file(String pid) {
        return "etc/" + pid + ".cfg";
    }
}
