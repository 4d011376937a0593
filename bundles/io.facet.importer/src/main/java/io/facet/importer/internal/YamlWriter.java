// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

/**
 * Writes the YAML of a description as it comes, so that no document need fit into memory. Quotes every text that any reader
 * could take for something else: {@code 0}, {@code 22.04}, {@code n} and {@code 52:54:00:00:00:10} under YAML 1.1, and
 * whatever begins like a number ({@code model-description.md} section 1).
 *
 * <p>The counterpart of {@link YamlReader}, and on the events of SnakeYAML for the same reason: it must be in our hands what
 * is quoted.
 */
final class YamlWriter {
    private static final ImplicitTuple UNTAGGED = new ImplicitTuple(true, true);
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("[-+.0-9][-+.:_0-9a-fA-FoOxX]*");
    private static final Pattern LIKE_A_DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*", Pattern.DOTALL);

    private final Emitter emitter;

    YamlWriter(Writer out) {
        DumperOptions options = new DumperOptions();
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        emitter = new Emitter(out, options);
    }

    /** Writes the one document, a map that the body fills. */
    void document(Runnable body) {
        emit(new StreamStartEvent(null, null));
        emit(new DocumentStartEvent(null, null, false, null, Map.of()));
        item(body);
        emit(new DocumentEndEvent(null, null, false));
        emit(new StreamEndEvent(null, null));
    }

    /** A map inside a map. */
    void map(String key, Runnable body) {
        key(key);
        item(body);
    }

    /** A list inside a map; the body writes its {@link #item items}. */
    void list(String key, Runnable body) {
        key(key);
        emit(new SequenceStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
        body.run();
        emit(new SequenceEndEvent(null, null));
    }

    /** A map inside a list. */
    void item(Runnable body) {
        emit(new MappingStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
        body.run();
        emit(new MappingEndEvent(null, null));
    }

    /** A section: its version and a list under its own name. */
    void section(String key, int version, Runnable body) {
        section(key, version, key, body);
    }

    /** A section whose list has another name. */
    void section(String key, int version, String listKey, Runnable body) {
        map(key, () -> {
            number("version", version);
            list(listKey, body);
        });
    }

    void text(String key, String value) {
        key(key);
        text(value);
    }

    /** Writes nothing for a text that says nothing. */
    void knownText(String key, String value) {
        if (!value.isEmpty()) {
            text(key, value);
        }
    }

    void texts(String key, Collection<String> values) {
        list(key, () -> values.forEach(this::text));
    }

    void textMap(String key, Map<String, String> values) {
        map(key, () -> values.forEach(this::text));
    }

    void number(String key, long value) {
        key(key);
        plain(Long.toString(value));
    }

    void unsigned(String key, long value) {
        key(key);
        plain(Long.toUnsignedString(value));
    }

    void flag(String key, boolean value) {
        key(key);
        plain(Boolean.toString(value));
    }

    /** Writes nothing for what is not so, which is what a missing flag means. */
    void setFlag(String key, boolean value) {
        if (value) {
            flag(key, true);
        }
    }

    void time(String key, Instant value) {
        key(key);
        plain(value.toString());
    }

    /**
     * Any value that JSON knows.
     *
     * @param value a map with text keys, a collection, a text, a number, a truth value or null
     */
    void value(String key, Object value) {
        key(key);
        value(value);
    }

    private void value(Object value) {
        if (value == null) {
            plain("null");
        } else if (value instanceof Map<?, ?> map) {
            item(() -> map.forEach((key, entry) -> value((String) key, entry)));
        } else if (value instanceof Collection<?> values) {
            emit(new SequenceStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
            values.forEach(this::value);
            emit(new SequenceEndEvent(null, null));
        } else if (value instanceof Boolean || isWhole(value)) {
            plain(value.toString());
        } else if (value instanceof BigDecimal || value instanceof Double || value instanceof Float) {
            // With a fraction, or a reader takes it for a whole number.
            String digits = value.toString();
            plain(digits.matches("[-+]?[0-9]+") ? digits + ".0" : digits);
        } else {
            text(value.toString());
        }
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof BigInteger;
    }

    private void key(String key) {
        scalar(
                key,
                isAmbiguous(key) || hasOddCharacters(key) || key.indexOf('\n') >= 0
                        ? ScalarStyle.DOUBLE_QUOTED
                        : ScalarStyle.PLAIN);
    }

    private void text(String value) {
        // What a style cannot hold the emitter quotes by itself.
        ScalarStyle style = ScalarStyle.PLAIN;
        if (isAmbiguous(value) || hasOddCharacters(value)) {
            style = ScalarStyle.DOUBLE_QUOTED;
        } else if (value.indexOf('\n') >= 0) {
            style = isSimpleBlock(value) ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
        }
        scalar(value, style);
    }

    private void plain(String value) {
        scalar(value, ScalarStyle.PLAIN);
    }

    private static boolean isAmbiguous(String text) {
        if (text.isEmpty() || text.equals("=") || text.equals("<<") || ScalarKind.ofPlain(text) != ScalarKind.TEXT) {
            return true;
        }
        char first = text.charAt(0);
        boolean digits = first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
        return digits
                && (LIKE_A_NUMBER.matcher(text).matches()
                        || LIKE_A_DATE.matcher(text).matches());
    }

    /** Control characters, and those that some readers take for the end of a line or for a mark of the encoding. */
    private static boolean hasOddCharacters(String text) {
        return text.chars()
                .anyMatch(c ->
                        c < ' ' && c != '\n' || c >= 0x7f && c <= 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff);
    }

    /** Lines of ASCII without blanks at their ends; whatever is unusual in a block is where readers and writers differ. */
    private static boolean isSimpleBlock(String text) {
        return Character.isLetterOrDigit(text.charAt(0))
                && text.endsWith("\n")
                && !text.contains("\n\n")
                && !text.contains(" \n")
                && text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f);
    }

    private void scalar(String value, ScalarStyle style) {
        emit(new ScalarEvent(null, null, UNTAGGED, value, null, null, style));
    }

    private void emit(Event event) {
        try {
            emitter.emit(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
