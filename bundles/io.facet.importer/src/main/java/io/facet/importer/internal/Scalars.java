// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How strict each kind of scalar is ({@code model-description.md} section 1). */
final class Scalars {
    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[-+][0-9]{2}:[0-9]{2})");
    private static final Set<String> TRUE_TEXTS = Set.of("1", "t", "T", "true", "True", "TRUE");
    private static final Set<String> FALSE_TEXTS = Set.of("0", "f", "F", "false", "False", "FALSE");
    /** What the format calls the zero time. */
    private static final Instant ZERO_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private static final Set<String> SECRETS = Set.of("password-hash", "nonce", "credentials");
    private static final int SHOWN_CHARS = 60;

    private Scalars() {}

    static String text(Optional<YamlNode> node, Fields fields, String key) {
        return scalar(node)
                .filter(scalar -> scalar.kind() == ScalarKind.TEXT)
                .map(YamlNode.Scalar::text)
                .orElseThrow(() -> fields.expected(key, "string", node));
    }

    static long integer(Optional<YamlNode> node, Fields fields, String key) {
        return whole(node)
                .filter(value -> value.bitLength() < Long.SIZE)
                .map(BigInteger::longValue)
                .orElseThrow(() -> fields.expected(key, "int", node));
    }

    static long unsigned(Optional<YamlNode> node, Fields fields, String key) {
        return whole(node)
                .filter(value -> value.signum() >= 0 && value.compareTo(MAX_UNSIGNED) <= 0)
                .map(BigInteger::longValue)
                .orElseThrow(() -> fields.expected(key, "uint", node));
    }

    static long size(Optional<YamlNode> node, Fields fields, String key) {
        Optional<BigInteger> truncated = scalar(node)
                .filter(scalar -> scalar.kind() == ScalarKind.FLOAT
                        && Character.isDigit(scalar.text().charAt(scalar.text().length() - 1)))
                .map(scalar -> new BigDecimal(plainDigits(scalar)))
                // A short text can stand for a number with a billion digits.
                .filter(value -> Math.abs(value.scale()) <= SHOWN_CHARS)
                .map(BigDecimal::toBigInteger)
                .or(() -> whole(node))
                .filter(value -> value.signum() >= 0 && value.bitLength() < Long.SIZE);
        return truncated.map(BigInteger::longValue).orElseThrow(() -> fields.expected(key, "uint", node));
    }

    static boolean flag(Optional<YamlNode> node, Fields fields, String key) {
        Optional<YamlNode.Scalar> scalar = scalar(node);
        if (scalar.filter(s -> s.kind() == ScalarKind.BOOL).isPresent()) {
            return ScalarKind.isTrue(scalar.get().text());
        }
        Optional<String> text = scalar.filter(s -> s.kind() == ScalarKind.TEXT).map(YamlNode.Scalar::text);
        if (text.filter(TRUE_TEXTS::contains).isPresent()) {
            return true;
        }
        if (text.filter(FALSE_TEXTS::contains).isPresent()) {
            return false;
        }
        throw fields.expected(key, "bool", node);
    }

    static Instant time(Optional<YamlNode> node, Fields fields, String key) {
        String text = text(node, fields, key);
        if (text.isEmpty()) {
            return ZERO_TIME;
        }
        try {
            if (RFC_3339.matcher(text).matches()) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException e) {
            throw fields.expected(key, "RFC 3339 time such as 2024-10-05T12:06:00Z", node);
        }
        throw fields.expected(key, "RFC 3339 time such as 2024-10-05T12:06:00Z", node);
    }

    /** The number that a scalar is or, in decimal digits, spells out. */
    private static Optional<BigInteger> whole(Optional<YamlNode> node) {
        return scalar(node).flatMap(scalar -> switch (scalar.kind()) {
            case TEXT ->
                DECIMAL.matcher(scalar.text()).matches() && scalar.text().length() <= SHOWN_CHARS
                        ? Optional.of(new BigInteger(scalar.text()))
                        : Optional.empty();
            case INT -> number(plainDigits(scalar));
            default -> Optional.empty();
        });
    }

    /** Reads decimal, {@code 0b}, {@code 0x} and octal numbers; none to the base 60, which is never meant. */
    static Optional<BigInteger> number(String text) {
        if (text.indexOf(':') >= 0 || text.length() > SHOWN_CHARS) {
            return Optional.empty();
        }
        String sign = text.startsWith("-") ? "-" : "";
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.equals("0x") || digits.equals("0b")) {
            return Optional.empty();
        }
        if (digits.startsWith("0x")) {
            return Optional.of(new BigInteger(sign + digits.substring(2), 16));
        }
        if (digits.startsWith("0b")) {
            return Optional.of(new BigInteger(sign + digits.substring(2), 2));
        }
        return Optional.of(new BigInteger(sign + digits, digits.startsWith("0") ? 8 : 10));
    }

    private static String plainDigits(YamlNode.Scalar scalar) {
        return scalar.text().replace("_", "");
    }

    private static Optional<YamlNode.Scalar> scalar(Optional<YamlNode> node) {
        return node.filter(YamlNode.Scalar.class::isInstance).map(YamlNode.Scalar.class::cast);
    }

    /** What a node is, for an error; secrets are not shown. */
    static String describe(YamlNode node, String key) {
        if (node instanceof YamlNode.Mapping) {
            return "map";
        }
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return "list";
        }
        String text =
                scalar.text().length() > SHOWN_CHARS ? scalar.text().substring(0, SHOWN_CHARS) + "..." : scalar.text();
        String type =
                switch (scalar.kind()) {
                    case TEXT -> "string";
                    case INT -> "int";
                    case FLOAT -> "float64";
                    case BOOL -> "bool";
                    case NULL -> "nothing";
                };
        if (SECRETS.contains(key) || scalar.kind() == ScalarKind.NULL) {
            return type;
        }
        return type + "(" + (scalar.kind() == ScalarKind.TEXT ? "\"" + text + "\"" : text) + ")";
    }
}
