// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;

/**
 * Configuration of models and of the controller as operators write and read it: {@code KEY=VALUE}. Values that are secret are
 * not shown, only that they are set.
 */
public final class ConfigValues {
    private static final Pattern SECRET =
            Pattern.compile(".*(secret|password|token|oauth|static-key|static-session|private-key)");
    private static final String HIDDEN = "(set, not shown)";

    private ConfigValues() {}

    /**
     * The values to set, by key.
     *
     * @param assignments {@code KEY=VALUE} each; null if none were given
     * @param reset keys that are to be reset; null if none were given
     * @throws CommandException naming the assignment, if it is none, or a key that is there twice
     */
    public static Map<String, Object> assignments(List<String> assignments, List<String> reset)
            throws CommandException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String assignment : list(assignments)) {
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                throw Services.failure("\"" + assignment + "\" is not KEY=VALUE, such as default-space=internal");
            }
            String key = assignment.substring(0, equals);
            if (values.putIfAbsent(key, assignment.substring(equals + 1)) != null
                    || list(reset).contains(key)) {
                throw Services.failure("Key \"" + key + "\" is there twice; give it once.");
            }
        }
        return values;
    }

    /**
     * The same where there must be something to do.
     *
     * @throws CommandException too, if there is neither a value to set nor a key to reset
     */
    public static Map<String, Object> required(List<String> assignments, List<String> reset) throws CommandException {
        if (list(assignments).isEmpty() && list(reset).isEmpty()) {
            throw Services.failure("Nothing to change; give KEY=VALUE, or --reset KEY.");
        }
        return assignments(assignments, reset);
    }

    /** The list, empty where an option or argument was not given. */
    public static List<String> list(List<String> given) {
        return given == null ? List.of() : given;
    }

    /** A table of keys and values. */
    public static Table table(Map<String, Object> config) {
        Table table = new Table("No configuration").texts("Key", "Value");
        new TreeMap<>(config).forEach((key, value) -> table.row(key, shown(key, value)));
        return table;
    }

    /** A table of keys and values, and whether each is the value that everything starts with. */
    public static Table table(Map<String, Object> config, Map<String, Object> defaults) {
        Table table = new Table("No configuration").texts("Key", "From", "Value");
        new TreeMap<>(config)
                .forEach((key, value) ->
                        table.row(key, value.equals(defaults.get(key)) ? "default" : "model", shown(key, value)));
        return table;
    }

    /**
     * Prints one value, by itself.
     *
     * @param owner whose configuration it is, for the refusal
     * @throws CommandException if there is no such key
     */
    public static void printOne(PrintStream out, Format format, String owner, Map<String, Object> config, String key)
            throws CommandException, IOException {
        Object value = config.get(key);
        if (value == null) {
            throw Services.failure("There is no key \"" + key + "\" in the configuration of " + owner + ".");
        }
        Object shown = shown(key, value);
        if (format == Format.JSON) {
            Json.print(out, shown);
        } else {
            out.println(text(shown));
        }
    }

    /** A table of what differs. */
    public static Table changes(Map<String, Object> before, Map<String, Object> after) {
        Table table = new Table("Nothing changed").texts("Key", "Before", "Now");
        Collection<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .forEach(key -> table.row(key, shown(key, before.get(key)), shown(key, after.get(key))));
        return table;
    }

    private static Object shown(String key, Object value) {
        if (value != null && SECRET.matcher(key).matches() && !value.equals("")) {
            return HIDDEN;
        }
        return value instanceof Map<?, ?> map ? new Tags(map) : value;
    }

    private static String text(Object value) {
        // Lines stay lines here: a value by itself may be user data or a certificate.
        return value.toString().stripTrailing().replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ");
    }

    /** Tags, which people write and read as {@code k=v k=v}. */
    private static final class Tags extends TreeMap<Object, Object> {
        private static final long serialVersionUID = 1;

        Tags(Map<?, ?> tags) {
            super(tags);
        }

        @Override
        public String toString() {
            return entrySet().stream()
                    .map(tag -> tag.getKey() + "=" + tag.getValue())
                    .collect(Collectors.joining(" "));
        }
    }
}
