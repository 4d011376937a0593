// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text form of constraints: {@code key=value} separated by blanks, lists by commas, a blank inside a value escaped
 * with a backslash ({@code provisioning-info.md} section 2).
 */
public final class ConstraintsText {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64", "ppc64el", "s390x", "riscv64");
    private static final Set<String> CONTAINERS = Set.of("lxd", "none", "");
    private static final Pattern SPACE_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)([MGTP])?");
    private static final BigInteger UNSIGNED_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private ConstraintsText() {}

    /**
     * Parses the text form.
     *
     * @throws FacetException without code, with the texts of {@code provisioning-info.md} section 2
     */
    public static Constraints parse(String text) {
        Map<Constraints.Key, Object> values = new LinkedHashMap<>();
        for (String word : words(text)) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw FacetException.uncoded("malformed constraint \"" + word + "\"");
            }
            String name = word.substring(0, equals);
            Constraints.Key key = Constraints.Key.of(name.equals("cpu-cores") ? "cores" : name)
                    .orElseThrow(() -> FacetException.uncoded("unknown constraint \"" + name + "\""));
            try {
                if (values.putIfAbsent(key, value(key, word.substring(equals + 1))) != null) {
                    throw FacetException.uncoded("already set");
                }
            } catch (FacetException e) {
                throw e.inContext("bad \"" + name + "\" constraint");
            }
        }
        return Constraints.of(values);
    }

    /** The text that {@link #parse} turns into the same constraints. */
    public static String format(Constraints constraints) {
        return constraints.values().entrySet().stream()
                .map(e -> e.getKey().wire() + "=" + format(e.getKey(), e.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String format(Constraints.Key key, Object value) {
        String text =
                switch (key.type()) {
                    case NUMBER -> (Long) value == 0 ? "" : Long.toUnsignedString((Long) value);
                    case SIZE -> (Long) value == 0 ? "" : Long.toUnsignedString((Long) value) + "M";
                    case LIST ->
                        ((List<?>) value).stream().map(Object::toString).collect(Collectors.joining(","));
                    case TEXT, FLAG -> value.toString();
                };
        return text.replace(" ", "\\ ");
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ' ') {
                word.append(' ');
                i++;
            } else if (Character.isWhitespace(c)) {
                flush(words, word);
            } else {
                word.append(c);
            }
        }
        flush(words, word);
        return words;
    }

    private static void flush(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static Object value(Constraints.Key key, String text) {
        return switch (key.type()) {
            case NUMBER -> number(text);
            case SIZE -> size(text);
            case FLAG -> flag(text);
            case LIST -> list(key, text);
            case TEXT -> text(key, text);
        };
    }

    private static String text(Constraints.Key key, String text) {
        boolean known =
                switch (key) {
                    case ARCH -> text.isEmpty() || ARCHITECTURES.contains(text);
                    case CONTAINER -> CONTAINERS.contains(text);
                    default -> true;
                };
        if (!known) {
            throw FacetException.uncoded("\"" + text + "\" not recognized");
        }
        return text;
    }

    private static List<String> list(Constraints.Key key, String text) {
        List<String> entries = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        if (key == Constraints.Key.SPACES) {
            for (String entry : entries) {
                String name = entry.startsWith("^") ? entry.substring(1) : entry;
                if (!SPACE_NAME.matcher(name).matches()) {
                    throw FacetException.uncoded("\"" + name + "\" is not a valid space name");
                }
            }
        }
        return entries;
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw FacetException.uncoded("must be 'true' or 'false'");
        };
    }

    private static Long number(String text) {
        if (text.isEmpty()) {
            return 0L;
        }
        try {
            if (NUMBER.matcher(text).matches()) {
                return Long.parseUnsignedLong(text);
            }
        } catch (NumberFormatException e) {
            // Too large; it is refused like any other text.
        }
        throw FacetException.uncoded("must be a non-negative integer");
    }

    private static Long size(String text) {
        if (text.isEmpty()) {
            return 0L;
        }
        var m = SIZE.matcher(text);
        if (!m.matches()) {
            throw badSize();
        }
        int power = m.group(2) == null ? 0 : "MGTP".indexOf(m.group(2));
        BigInteger mebibytes = new BigDecimal(m.group(1))
                .multiply(BigDecimal.valueOf(1024).pow(power))
                .setScale(0, RoundingMode.CEILING)
                .toBigInteger();
        if (mebibytes.compareTo(UNSIGNED_MAX) > 0) {
            throw badSize();
        }
        return mebibytes.longValue();
    }

    private static FacetException badSize() {
        return FacetException.uncoded("must be a non-negative float with optional M/G/T/P suffix");
    }
}
